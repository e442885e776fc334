using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace DeepCompression.Aot.Runtime;

/// <summary>
/// Pools 2×2 windows side by side, many at a time; an odd last row or column is left out. Bit for bit the result of
/// <see cref="SlidingPool{T}"/>, whose order of elements it keeps.
/// </summary>
internal static class HalvingPool<TReduction>
    where TReduction : IPoolReduction
{
    private const int WindowLength = 4;

    public static void Apply(ReadOnlySpan<float> input, Span<float> output, in PoolShape shape)
    {
        int outputHeight = shape.OutputHeight;
        int outputWidth = shape.OutputWidth;
        for (int channel = 0; channel < shape.Channels; channel++)
        {
            for (int y = 0; y < outputHeight; y++)
            {
                ReadOnlySpan<float> top = input.Slice(((channel * shape.Height) + (2 * y)) * shape.Width, shape.Width);
                ReadOnlySpan<float> bottom = input.Slice(((channel * shape.Height) + (2 * y) + 1) * shape.Width, shape.Width);
                Row(top, bottom, output.Slice(((channel * outputHeight) + y) * outputWidth, outputWidth));
            }
        }
    }

    /// <summary>One output row. Its last vector overlaps the one before, so that only rows shorter than a vector have a tail.</summary>
    private static void Row(ReadOnlySpan<float> top, ReadOnlySpan<float> bottom, Span<float> output)
    {
        // Two vectors of input, from element 2·x, make one of output: as 2·output.Length elements exist, no load goes outside.
        ref float topRow = ref MemoryMarshal.GetReference(top);
        ref float bottomRow = ref MemoryMarshal.GetReference(bottom);
        ref float outputRow = ref MemoryMarshal.GetReference(output);
        if (Vector256.IsHardwareAccelerated && output.Length >= Vector256<float>.Count)
        {
            int last = output.Length - Vector256<float>.Count;
            for (int x = 0; x < last; x += Vector256<float>.Count)
            {
                Pool256(ref topRow, ref bottomRow, (nuint)(2 * x)).StoreUnsafe(ref outputRow, (nuint)x);
            }

            Pool256(ref topRow, ref bottomRow, (nuint)(2 * last)).StoreUnsafe(ref outputRow, (nuint)last);
        }
        else if (Vector128.IsHardwareAccelerated && output.Length >= Vector128<float>.Count)
        {
            int last = output.Length - Vector128<float>.Count;
            for (int x = 0; x < last; x += Vector128<float>.Count)
            {
                Pool128(ref topRow, ref bottomRow, (nuint)(2 * x)).StoreUnsafe(ref outputRow, (nuint)x);
            }

            Pool128(ref topRow, ref bottomRow, (nuint)(2 * last)).StoreUnsafe(ref outputRow, (nuint)last);
        }
        else
        {
            for (int x = 0; x < output.Length; x++)
            {
                float combined = TReduction.Combine(top[2 * x], top[(2 * x) + 1]);
                combined = TReduction.Combine(TReduction.Combine(combined, bottom[2 * x]), bottom[(2 * x) + 1]);
                output[x] = TReduction.Finish(combined, WindowLength);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Pool256(ref float top, ref float bottom, nuint x)
    {
        (Vector256<float> even, Vector256<float> odd) = Unzip.Load256(ref top, x);
        Vector256<float> combined = TReduction.Combine(even, odd);
        (even, odd) = Unzip.Load256(ref bottom, x);
        return TReduction.Finish(TReduction.Combine(TReduction.Combine(combined, even), odd), WindowLength);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Pool128(ref float top, ref float bottom, nuint x)
    {
        (Vector128<float> even, Vector128<float> odd) = Unzip.Load128(ref top, x);
        Vector128<float> combined = TReduction.Combine(even, odd);
        (even, odd) = Unzip.Load128(ref bottom, x);
        return TReduction.Finish(TReduction.Combine(TReduction.Combine(combined, even), odd), WindowLength);
    }
}
