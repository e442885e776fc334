using System.ComponentModel;

namespace DeepCompression.Aot.Runtime;

/// <summary>
/// The order in which the layouts that serve rows in groups place them: heaviest first. It depends on nothing but the number of weights
/// of each row, so that all such layouts of a tensor agree.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class RowOrder
{
    /// <summary>The row of each place of a tensor.</summary>
    /// <param name="tensor">The packed weights.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are more than 65,536 columns.</exception>
    /// <exception cref="InvalidOperationException">The stream breaks a rule of the format.</exception>
    public static int[] Of(in PackedTensor tensor)
    {
        Span<float> values = stackalloc float[tensor.IndexLengths.Length + 1];
        return WindowWalk.HeaviestFirst(SparseRows.Unpack<ushort>(tensor, values, slotsPerStep: 1).Start);
    }

    /// <summary>Puts the columns of rows without fillers in the order of another layer's places.</summary>
    /// <param name="rows">The rows; changed.</param>
    /// <param name="columns">Columns of the matrix.</param>
    /// <param name="order">The column of each place; none where columns stay.</param>
    /// <exception cref="ArgumentException">There is not a place for each column.</exception>
    internal static SparseRows<ushort> Reorder(SparseRows<ushort> rows, int columns, ReadOnlySpan<int> order)
    {
        if (order.IsEmpty)
        {
            return rows;
        }

        ThrowHelper.RequireLength(nameof(order), columns, order.Length);
        var placeOf = new ushort[columns];
        for (int place = 0; place < order.Length; place++)
        {
            placeOf[order[place]] = (ushort)place;
        }

        for (int i = 0; i < rows.Columns.Length; i++)
        {
            rows.Columns[i] = placeOf[rows.Columns[i]];
        }

        for (int row = 0; row < rows.Start.Length - 1; row++)
        {
            (int first, int count) = (rows.Start[row], rows.Start[row + 1] - rows.Start[row]);
            Array.Sort(rows.Columns, rows.Values, first, count);
        }

        return rows;
    }
}
