namespace DeepCompression.Aot.Runtime;

/// <summary>
/// Covers each row of an output plane with the same vectors, so that the rows of a window can be told apart from its columns: an input
/// row that was loaded serves all rows of outputs whose windows have it. The last vector begins early enough to end with the row, or
/// where that is shorter than a vector reaches over its end.
/// </summary>
internal sealed class DirectColumns
{
    private DirectColumns(DirectColumn[] columns, uint[] masks)
    {
        Columns = columns;
        Masks = masks;
    }

    /// <summary>The vectors from left to right.</summary>
    public DirectColumn[] Columns { get; }

    /// <summary>The masks: all bits of a lane set, or none.</summary>
    public uint[] Masks { get; }

    /// <summary>Covers the rows of a plane.</summary>
    /// <param name="shape">The layer's shape.</param>
    /// <param name="lanes">Floats in a vector.</param>
    public static DirectColumns Cover(in GroupedShape shape, int lanes)
    {
        var columns = new DirectColumn[(shape.OutputWidth + lanes - 1) / lanes];
        var masks = new uint[columns.Length * shape.WindowWidth * lanes];
        for (int i = 0; i < columns.Length; i++)
        {
            int output = Math.Max(0, Math.Min(i * lanes, shape.OutputWidth - lanes));
            int mask = i * shape.WindowWidth * lanes;
            columns[i] = new DirectColumn(output, (output * shape.StrideX) - shape.PadLeft, mask);
            for (int place = 0; place < shape.WindowWidth * lanes; place++)
            {
                (int across, int lane) = Math.DivRem(place, lanes);
                int x = columns[i].Input + (lane * shape.StrideX) + across;
                masks[mask + place] = x >= 0 && x < shape.Width ? uint.MaxValue : 0;
            }
        }

        return new DirectColumns(columns, masks);
    }
}
