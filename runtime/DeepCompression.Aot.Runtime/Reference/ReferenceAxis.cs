using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Runtime.Reference;

/// <summary>Where elements are, as seen from one axis: rows before it, slices along it, elements of a slice after it.</summary>
internal static class ReferenceAxis
{
    /// <summary>The elements from one slice along an axis to the next.</summary>
    public static int Inner(TensorShape shape, int axis)
    {
        int inner = 1;
        for (int after = axis + 1; after < shape.Rank; after++)
        {
            inner *= shape[after];
        }

        return inner;
    }
}
