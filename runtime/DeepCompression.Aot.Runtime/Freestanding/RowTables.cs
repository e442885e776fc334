using System.Runtime.CompilerServices;

namespace DeepCompression.Aot.Runtime;

/// <summary>
/// The constants of <see cref="PackedRows"/> by their addresses, and the decoding of one weight with them. Portable code without calls,
/// allocation or division: it also runs where there is no runtime.
/// </summary>
internal readonly unsafe struct RowTables
{
    /// <summary>A position beyond the end of every row: there are no more weights.</summary>
    public const int NoMore = int.MaxValue;

    /// <summary>What the look-up of gaps holds where that takes a search.</summary>
    private const int Search = -1;

    private const int LengthBits = 5;

    private readonly int* _gapLookup;
    private readonly short* _indexLookup;
    private readonly ushort* _columns;
    private readonly ushort* _gapLast;
    private readonly short* _gapRanks;
    private readonly uint* _gaps;
    private readonly ushort* _indexLast;
    private readonly short* _indexRanks;
    private readonly int _firstGapLength;
    private readonly int _firstIndexLength;

    /// <summary>The addresses of constants, which never move.</summary>
    public RowTables(in PackedRows rows)
    {
        _gapLookup = Address(rows.GapLookup);
        _indexLookup = Address(rows.IndexCode.Lookup);
        _columns = Address(rows.Columns);
        _gapLast = Address(rows.GapCode.Last);
        _gapRanks = Address(rows.GapCode.Ranks);
        _gaps = Address(rows.Gaps);
        _indexLast = Address(rows.IndexCode.Last);
        _indexRanks = Address(rows.IndexCode.Ranks);
        _firstGapLength = rows.GapCode.FirstLength;
        _firstIndexLength = rows.IndexCode.FirstLength;
    }

    /// <summary>The place in the input of a live column.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ushort Place(int position) => _columns == null ? (ushort)position : _columns[position];

    /// <summary>Begins a stream and reads its first gap: apart from the loops, which need it once.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public int Begin(ushort* stream, out BitWindow window)
    {
        window = new BitWindow(stream);
        return NextGap(ref window);
    }

    /// <summary>Reads a gap: one look-up finds what its bits, codeword and plain bits together, are to be added to.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int NextGap(ref BitWindow window)
    {
        int found = _gapLookup[window.Bits >> (BitWindow.Length - PrefixCode.LookupBits)];
        if (found == Search)
        {
            return NextLongGap(ref window);
        }

        int length = found & ((1 << LengthBits) - 1);
        int gap = (int)window.Peek(length) + (found >> LengthBits);
        window.Skip(length);
        return gap;
    }

    /// <summary>Reads the rank of a codebook index.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int NextIndex(ref BitWindow window)
    {
        int found = _indexLookup[window.Bits >> (BitWindow.Length - PrefixCode.LookupBits)];
        if (found < 0)
        {
            return NextLongRank(ref window, _indexLast, _indexRanks, _firstIndexLength);
        }

        window.Skip(found & 15);
        return found >> 4;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int NextLongGap(ref BitWindow window)
    {
        uint gap = _gaps[NextLongRank(ref window, _gapLast, _gapRanks, _firstGapLength)];
        int extra = (int)(gap & ((1 << LengthBits) - 1));
        int place = (int)window.Peek(extra);
        window.Skip(extra);
        return (int)(gap >> LengthBits) + place;
    }

    /// <summary>Reads a codeword by its length, which is searched for; none is longer than the bits that a window always has.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int NextLongRank(ref BitWindow window, ushort* last, short* ranks, int firstLength)
    {
        uint head = window.Bits >> (BitWindow.Length / 2);
        int more = 0;
        while (head > last[more])
        {
            more++;
        }

        int length = firstLength + more;
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
