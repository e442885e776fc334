using System.Runtime.CompilerServices;

namespace DeepCompression.Aot.Runtime;

/// <summary>
/// Decodes the weights of one row after another into places in the input and values. Values are words of 32 bits, whatever they mean:
/// floats or integers. Portable code without calls, allocation or division: it also runs where there is no runtime.
/// </summary>
internal unsafe struct RowReader
{
    private const int NoMore = int.MaxValue;

    private readonly ushort* _columns;
    private readonly short* _gapLookup;
    private readonly ushort* _gapLast;
    private readonly short* _gapRanks;
    private readonly uint* _gaps;
    private readonly short* _indexLookup;
    private readonly ushort* _indexLast;
    private readonly short* _indexRanks;
    private readonly uint* _codebook;
    private readonly int _liveColumns;
    private readonly bool _isDense;
    private readonly bool _hasColumns;
    private uint* _nextValue;
    private BitWindow _window;
    private int _remaining;
    private int _position;

    /// <summary>Begins with the first row. The constants that the view shows must not move, which constants never do.</summary>
    /// <param name="rows">The weights.</param>
    /// <param name="codebook">The centroids in the order of their codewords' ranks; where all weights are stored, these, in order.</param>
    public RowReader(in PackedRows rows, uint* codebook)
    {
        _isDense = rows.Stream.Length == 0 && rows.WeightCount > 0;
        _hasColumns = rows.Columns.Length > 0;
        _liveColumns = rows.LiveColumns;
        _codebook = codebook;
        _nextValue = codebook;
        _remaining = rows.WeightCount;
        _columns = Address(rows.Columns);
        _gapLast = Address(rows.GapCode.Last);
        _gapRanks = Address(rows.GapCode.Ranks);
        _gapLookup = Address(rows.GapCode.Lookup);
        _gaps = Address(rows.Gaps);
        _indexLast = Address(rows.IndexCode.Last);
        _indexRanks = Address(rows.IndexCode.Ranks);
        _indexLookup = Address(rows.IndexCode.Lookup);
        _position = NoMore;
        if (!_isDense && _remaining > 0)
        {
            _window = new BitWindow(Address(rows.Stream));
            _position = NextGap(ref _window);
        }
    }

    /// <summary>Decodes the next row.</summary>
    /// <param name="places">Receives the place in the input of each weight, ascending.</param>
    /// <param name="values">Receives its value.</param>
    /// <returns>The weights of the row.</returns>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public int ReadRow(ushort* places, uint* values)
    {
        if (_isDense)
        {
            return CopyRow(places, values);
        }

        if (_position < _liveColumns)
        {
            return DecodeRow(places, values);
        }

        _position -= _liveColumns;
        return 0;
    }

    private int DecodeRow(ushort* places, uint* values)
    {
        // Locals, which stay in registers where fields would not.
        BitWindow window = _window;
        ushort* columns = _columns;
        int position = _position;
        int live = _liveColumns;
        int remaining = _remaining;
        int count = 0;
        while (position < live)
        {
            places[count] = _hasColumns ? columns[position] : (ushort)position;
            values[count] = _codebook[NextRank(ref window, _indexLookup, _indexLast, _indexRanks)];
            count++;
            position = --remaining == 0 ? NoMore : position + 1 + NextGap(ref window);
        }

        // The next weight is in a later row. "No more" stays beyond the end of every row that is left: all rows have fewer elements.
        _position = position - live;
        _remaining = remaining;
        _window = window;
        return count;
    }

    private int CopyRow(ushort* places, uint* values)
    {
        for (int column = 0; column < _liveColumns; column++)
        {
            places[column] = _hasColumns ? _columns[column] : (ushort)column;
            values[column] = *_nextValue++;
        }

        return _liveColumns;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly int NextGap(ref BitWindow window)
    {
        uint gap = _gaps[NextRank(ref window, _gapLookup, _gapLast, _gapRanks)];
        int extra = (int)(gap & 31);
        int first = (int)(gap >> 5);
        int place = (int)window.Peek(extra);
        window.Skip(extra);
        return first + place;
    }

    /// <summary>Reads a codeword; none is longer than the bits that a window always has.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int NextRank(ref BitWindow window, short* lookup, ushort* last, short* ranks)
    {
        int found = lookup[window.Peek(PrefixCode.LookupBits)];
        if (found < 0)
        {
            return NextLongRank(ref window, last, ranks);
        }

        window.Skip(found & 15);
        return found >> 4;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int NextLongRank(ref BitWindow window, ushort* last, short* ranks)
    {
        int more = 0;
        while (window.Head > last[more])
        {
            more++;
        }

        int length = PrefixCode.LookupBits + 1 + more;
        int rank = (int)window.Peek(length) + ranks[more];
        window.Skip(length);
        return rank;
    }

    private static T* Address<T>(ReadOnlySpan<T> constants)
        where T : unmanaged
    {
        fixed (T* address = constants)
        {
            return address;
        }
    }
}
