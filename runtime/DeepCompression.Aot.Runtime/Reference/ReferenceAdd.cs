using System.Linq;

namespace DeepCompression.Aot.Runtime.Reference;

/// <summary>The sum of two tensors, element by element.</summary>
internal static class ReferenceAdd
{
    public static float[] Run(float[] left, float[] right) => [.. left.Zip(right, (a, b) => a + b)];
}
