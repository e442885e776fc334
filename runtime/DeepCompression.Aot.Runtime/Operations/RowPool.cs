using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace DeepCompression.Aot.Runtime;

/// <summary>
/// Pools windows beside one another in vectors, where they lie within the plane and are one or two columns apart. Bit for bit the
/// result of taking one window after the other: each keeps its order of elements.
/// </summary>
internal static class RowPool<TReduction>
    where TReduction : IPoolReduction
{
    private const int MaxStride = 2;

    /// <summary>
    /// The output columns whose windows it can pool: those that padding has no part in, and none if there are too few. Every second
    /// element is found among twice as many, so that the last window must leave one element after it.
    /// </summary>
    public static Range Columns(in PoolShape shape)
    {
        int first = (shape.PadLeft + shape.StrideX - 1) / shape.StrideX;
        int lastStart = shape.Width - shape.WindowWidth - (shape.StrideX - 1) + shape.PadLeft;
        int end = lastStart < 0 ? 0 : Math.Min((lastStart / shape.StrideX) + 1, shape.OutputWidth);
        return shape.StrideX <= MaxStride && Vector128.IsHardwareAccelerated && end - first >= Vector128<float>.Count ? first..end : 0..0;
    }

    /// <summary>Pools the windows of such columns in an output row.</summary>
    /// <param name="elements">The input plane from the first window's first element to at least one after the last window's last.</param>
    /// <param name="output">Receives an element for each window: a vector at least.</param>
    /// <param name="rows">Rows of the windows that lie within the plane.</param>
    /// <param name="shape">The shapes.</param>
    public static void Apply(ReadOnlySpan<float> elements, Span<float> output, int rows, in PoolShape shape)
    {
        int lanes = Vector256.IsHardwareAccelerated && output.Length >= Vector256<float>.Count ? Vector256<float>.Count : Vector128<float>.Count;
        ref float target = ref MemoryMarshal.GetReference(output);
        for (int next = 0; next < output.Length; next += lanes)
        {
            // The last vector overlaps the one before.
            int x = Math.Min(next, output.Length - lanes);
            ReadOnlySpan<float> windows = elements[(x * shape.StrideX)..];
            if (lanes == Vector256<float>.Count)
            {
                Windows256(windows, rows, shape).StoreUnsafe(ref target, (nuint)x);
            }
            else
            {
                Windows128(windows, rows, shape).StoreUnsafe(ref target, (nuint)x);
            }
        }
    }

    private static Vector256<float> Windows256(ReadOnlySpan<float> elements, int rows, in PoolShape shape)
    {
        Vector256<float> combined = Load256(elements, shape.StrideX);
        for (int row = 0; row < rows; row++)
        {
            for (int column = row == 0 ? 1 : 0; column < shape.WindowWidth; column++)
            {
                combined = TReduction.Combine(combined, Load256(elements[((row * shape.Width) + column)..], shape.StrideX));
            }
        }

        return TReduction.Finish(combined, rows * shape.WindowWidth);
    }

    private static Vector128<float> Windows128(ReadOnlySpan<float> elements, int rows, in PoolShape shape)
    {
        Vector128<float> combined = Load128(elements, shape.StrideX);
        for (int row = 0; row < rows; row++)
        {
            for (int column = row == 0 ? 1 : 0; column < shape.WindowWidth; column++)
            {
                combined = TReduction.Combine(combined, Load128(elements[((row * shape.Width) + column)..], shape.StrideX));
            }
        }

        return TReduction.Finish(combined, rows * shape.WindowWidth);
    }

    /// <summary>Eight elements, one or two columns apart.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Load256(ReadOnlySpan<float> elements, int stride) => stride == 1
        ? Vector256.Create(elements)
        : Unzip.Load256(ref MemoryMarshal.GetReference(elements[..(2 * Vector256<float>.Count)]), 0).Even;

    /// <inheritdoc cref="Load256"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Load128(ReadOnlySpan<float> elements, int stride) => stride == 1
        ? Vector128.Create(elements)
        : Unzip.Load128(ref MemoryMarshal.GetReference(elements[..(2 * Vector128<float>.Count)]), 0).Even;
}
