using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace DeepCompression.Aot.Runtime;

/// <summary>Puts a border of zeros around every plane of a tensor (channels, height, width).</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Padding
{
    /// <summary>Copies a tensor into a padded one. The border is written too, so the output may hold old values.</summary>
    /// <param name="input">The tensor: channels · height · width elements.</param>
    /// <param name="output">Receives channels · (top + height + bottom) · (left + width + right) elements; apart from the input's memory.</param>
    /// <param name="channels">Planes.</param>
    /// <param name="height">Rows of an input plane.</param>
    /// <param name="width">Elements of an input row.</param>
    /// <param name="top">Rows of zeros above.</param>
    /// <param name="left">Zeros before each row.</param>
    /// <param name="bottom">Rows of zeros below.</param>
    /// <param name="right">Zeros after each row.</param>
    /// <exception cref="ArgumentException">A length does not fit the shape.</exception>
    public static void Copy(
        ReadOnlySpan<float> input,
        Span<float> output,
        int channels,
        int height,
        int width,
        int top,
        int left,
        int bottom,
        int right)
    {
        int paddedWidth = left + width + right;
        ThrowHelper.RequireLength(nameof(input), checked(channels * height * width), input.Length);
        ThrowHelper.RequireLength(nameof(output), checked(channels * (top + height + bottom) * paddedWidth), output.Length);

        // Between two rows, and between two planes, lies one run of zeros.
        int rowGap = right + left;
        int planeGap = rowGap + ((bottom + top) * paddedWidth);
        int firstGap = (top * paddedWidth) + left;
        output[..firstGap].Clear();
        output = output[firstGap..];
        for (int row = 1; row < channels * height; row++)
        {
            CopyRow(input[..width], output);
            input = input[width..];
            int gap = row % height == 0 ? planeGap : rowGap;
            Clear(output.Slice(width, gap));
            output = output[(width + gap)..];
        }

        input.CopyTo(output);
        output[input.Length..].Clear();
    }

    /// <summary>Copies a row; the rows of small networks are shorter than a call of the library is worth.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void CopyRow(ReadOnlySpan<float> row, Span<float> output)
    {
        if (!Vector256.IsHardwareAccelerated || row.Length < Vector256<float>.Count || row.Length > output.Length)
        {
            row.CopyTo(output);
            return;
        }

        ref float source = ref MemoryMarshal.GetReference(row);
        ref float target = ref MemoryMarshal.GetReference(output);
        nuint last = (nuint)(row.Length - Vector256<float>.Count);
        for (nuint x = 0; x < last; x += (nuint)Vector256<float>.Count)
        {
            Vector256.LoadUnsafe(ref source, x).StoreUnsafe(ref target, x);
        }

        // The last vector overlaps the one before.
        Vector256.LoadUnsafe(ref source, last).StoreUnsafe(ref target, last);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Clear(Span<float> zeros)
    {
        if (zeros.Length > Vector256<float>.Count)
        {
            zeros.Clear();
            return;
        }

        for (int i = 0; i < zeros.Length; i++)
        {
            zeros[i] = 0;
        }
    }
}
