using System.Linq;

namespace DeepCompression.Aot.Runtime.Reference;

/// <summary>max(x, 0), element by element; NaN stays NaN and −0 stays −0.</summary>
internal static class ReferenceRelu
{
    public static float[] Run(float[] input) => [.. input.Select(element => element < 0 ? 0 : element)];
}
