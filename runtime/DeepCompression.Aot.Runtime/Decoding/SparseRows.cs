using System.ComponentModel;
using System.Numerics;

namespace DeepCompression.Aot.Runtime;

/// <summary>Decodes packed tensors into <see cref="SparseRows{TColumn}"/>.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class SparseRows
{
    /// <summary>Decodes a tensor.</summary>
    /// <typeparam name="TColumn"><see cref="ushort"/> while a row has at most 65,536 columns, otherwise <see cref="int"/>.</typeparam>
    /// <param name="tensor">The packed weights.</param>
    /// <param name="codebook">The value of each code: 0 for code 0, then the centroids.</param>
    /// <param name="slotsPerStep">Every row gets a multiple of this many slots: 1 for no fillers.</param>
    /// <exception cref="ArgumentException">The codebook does not have one value more than the tensor has indices.</exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// A step has no slots, or a row has more columns than <typeparamref name="TColumn"/> can name.
    /// </exception>
    /// <exception cref="InvalidOperationException">The stream breaks a rule of the format.</exception>
    public static SparseRows<TColumn> Unpack<TColumn>(in PackedTensor tensor, ReadOnlySpan<float> codebook, int slotsPerStep)
        where TColumn : unmanaged, IBinaryInteger<TColumn>, IMinMaxValue<TColumn>
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(slotsPerStep, 1);
        using DecodedRows<TColumn> weights = DecodedRows<TColumn>.Of(tensor, codebook);
        int[] start = WholeSteps(weights.Start, slotsPerStep);
        var columns = GC.AllocateUninitializedArray<TColumn>(start[^1]);
        var values = GC.AllocateUninitializedArray<float>(start[^1]);
        for (int row = 0; row < tensor.Rows; row++)
        {
            int first = weights.Start[row];
            int count = weights.Start[row + 1] - first;
            weights.Columns.Span.Slice(first, count).CopyTo(columns.AsSpan(start[row]));
            ReadOnlySpan<byte> codes = weights.Codes.Span.Slice(first, count);
            for (int i = 0; i < codes.Length; i++)
            {
                values[start[row] + i] = codebook[codes[i]];
            }

            int end = start[row] + count;
            if (end < start[row + 1])
            {
                columns.AsSpan(end, start[row + 1] - end).Fill(columns[end - 1]);
                values.AsSpan(end, start[row + 1] - end).Clear();
            }
        }

        return new(start, columns, values);
    }

    /// <summary>Takes the non-zero weights of a tensor that is stored number by number.</summary>
    /// <param name="rowMajor">The weights, whole rows of them.</param>
    /// <param name="rowLength">Weights of a row.</param>
    /// <returns>Rows without fillers.</returns>
    internal static SparseRows<int> FromRows(ReadOnlySpan<float> rowMajor, int rowLength)
    {
        int count = rowMajor.Length - rowMajor.Count(0f);
        var start = new int[(rowMajor.Length / rowLength) + 1];
        var columns = new int[count];
        var values = new float[count];
        int slot = 0;
        for (int i = 0; i < rowMajor.Length; i++)
        {
            if (rowMajor[i] != 0)
            {
                columns[slot] = i % rowLength;
                values[slot++] = rowMajor[i];
            }

            start[(i / rowLength) + 1] = slot;
        }

        return new(start, columns, values);
    }

    /// <summary>
    /// Decodes the weights of a convolution (output channels, input channels, window height, window width) into taps: the column of
    /// each slot is the place of its tap in the input, so that a direct sparse convolution adds weight · input[place + position] for
    /// each position of the window.
    /// </summary>
    /// <param name="tensor">The packed weights.</param>
    /// <param name="codebook">The value of each code: 0 for code 0, then the centroids.</param>
    /// <param name="windowHeight">The window's height.</param>
    /// <param name="windowWidth">The window's width.</param>
    /// <param name="planeStride">Elements from one input channel to the next, in the (already padded) input.</param>
    /// <param name="rowStride">Elements from one input row to the next.</param>
    /// <returns>Rows without fillers; their columns hold channel·planeStride + y·rowStride + x.</returns>
    /// <exception cref="ArgumentException">The codebook does not have one value more than the tensor has indices.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The window does not divide a row of the tensor.</exception>
    /// <exception cref="OverflowException">A place exceeds 2³¹ − 1.</exception>
    /// <exception cref="InvalidOperationException">The stream breaks a rule of the format.</exception>
    public static SparseRows<int> UnpackTaps(
        in PackedTensor tensor, ReadOnlySpan<float> codebook, int windowHeight, int windowWidth, int planeStride, int rowStride)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(windowHeight, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(windowWidth, 1);
        int windowLength = checked(windowHeight * windowWidth);
        ArgumentOutOfRangeException.ThrowIfNotEqual(tensor.RowLength % windowLength, 0, nameof(tensor));

        SparseRows<int> rows = Unpack<int>(tensor, codebook, slotsPerStep: 1);
        foreach (ref int column in rows.Columns.AsSpan())
        {
            (int channel, int inWindow) = Math.DivRem(column, windowLength);
            (int y, int x) = Math.DivRem(inWindow, windowWidth);
            column = checked((channel * planeStride) + (y * rowStride) + x);
        }

        return rows;
    }

    /// <summary>The first slot of each row where rows are filled up to whole steps; one without weights needs none.</summary>
    private static int[] WholeSteps(int[] start, int slotsPerStep)
    {
        var filled = new int[start.Length];
        for (int row = 1; row < start.Length; row++)
        {
            int steps = (start[row] - start[row - 1] + slotsPerStep - 1) / slotsPerStep;
            filled[row] = checked(filled[row - 1] + (steps * slotsPerStep));
        }

        return filled;
    }
}
