using System.ComponentModel;

namespace DeepCompression.Aot.Runtime;

/// <summary>
/// Dense weights column by column, for layers that are small or hardly pruned: output += input[column] · weights of the column.
/// A column holds one weight for each row (output channel), then zeros up to the padded number of rows, so that a vector loop has
/// no tail; the weight of (row, column) is element column·paddedRows + row.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class DenseColumns
{
    /// <summary>Decodes a tensor.</summary>
    /// <param name="tensor">The packed weights.</param>
    /// <param name="codebook">The value of each code: 0 for code 0, then the centroids.</param>
    /// <param name="paddedRows">The length of a column, at least the tensor's rows.</param>
    /// <exception cref="ArgumentException">The codebook does not have one value more than the tensor has indices.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A column is shorter than the tensor has rows.</exception>
    /// <exception cref="OverflowException">The columns would have more than 2³¹ − 1 elements.</exception>
    /// <exception cref="InvalidOperationException">The stream breaks a rule of the format.</exception>
    public static float[] Unpack(in PackedTensor tensor, ReadOnlySpan<float> codebook, int paddedRows)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(paddedRows, tensor.Rows);
        var columns = new float[checked(tensor.RowLength * paddedRows)];
        DenseRows.Fill(tensor, codebook, columns, rowStride: 1, columnStride: paddedRows);
        return columns;
    }

    /// <summary>Transposes a tensor that is stored number by number.</summary>
    /// <param name="rowMajor">The weights, rows · rowLength of them.</param>
    /// <param name="rows">Output channels.</param>
    /// <param name="rowLength">Weights per output channel.</param>
    /// <param name="paddedRows">The length of a column, at least <paramref name="rows"/>.</param>
    /// <exception cref="ArgumentException">There are more or fewer weights than that.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A column is shorter than there are rows.</exception>
    /// <exception cref="OverflowException">The columns would have more than 2³¹ − 1 elements.</exception>
    public static float[] FromRows(ReadOnlySpan<float> rowMajor, int rows, int rowLength, int paddedRows)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(paddedRows, rows);
        ThrowHelper.RequireLength(nameof(rowMajor), checked(rows * rowLength), rowMajor.Length);

        var columns = new float[checked(rowLength * paddedRows)];
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < rowLength; column++)
            {
                columns[(column * paddedRows) + row] = rowMajor[(row * rowLength) + column];
            }
        }

        return columns;
    }
}
