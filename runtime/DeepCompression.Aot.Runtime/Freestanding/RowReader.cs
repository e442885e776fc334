using System.Runtime.CompilerServices;

namespace DeepCompression.Aot.Runtime;

/// <summary>Decodes the weights of one row after another into places in the input and values, for layers that use them many times.</summary>
/// <typeparam name="TWeight">A weight.</typeparam>
internal unsafe struct RowReader<TWeight>
    where TWeight : unmanaged
{
    private readonly RowTables _tables;
    private readonly TWeight* _codebook;
    private readonly int _liveColumns;
    private BitWindow _window;
    private int _remaining;
    private int _position;

    /// <summary>Begins with the first row. The constants that the view shows must not move, which constants never do.</summary>
    /// <param name="rows">The weights, at least one.</param>
    /// <param name="stream">Their stream.</param>
    /// <param name="codebook">The centroids in the order of their codewords' ranks.</param>
    public RowReader(in PackedRows rows, ushort* stream, TWeight* codebook)
    {
        _tables = new RowTables(rows);
        _liveColumns = rows.LiveColumns;
        _codebook = codebook;
        _remaining = rows.WeightCount;
        _position = _tables.Begin(stream, out _window);
    }

    /// <summary>Decodes the next row.</summary>
    /// <param name="places">Receives the place in the input of each weight, ascending.</param>
    /// <param name="values">Receives its value.</param>
    /// <returns>The weights of the row.</returns>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public int ReadRow(ushort* places, TWeight* values)
    {
        // Locals, which stay in registers where fields would not.
        BitWindow window = _window;
        int position = _position;
        int live = _liveColumns;
        int remaining = _remaining;
        int count = 0;
        while (position < live)
        {
            places[count] = _tables.Place(position);
            values[count] = _codebook[_tables.NextIndex(ref window)];
            count++;
            position = --remaining == 0 ? RowTables.NoMore : position + 1 + _tables.NextGap(ref window);
        }

        // The next weight is in a later row. "No more" stays beyond the end of every row that is left: all rows have fewer elements.
        _position = position - live;
        _remaining = remaining;
        _window = window;
        return count;
    }
}
