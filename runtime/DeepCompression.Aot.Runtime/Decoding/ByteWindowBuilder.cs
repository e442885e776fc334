namespace DeepCompression.Aot.Runtime;

/// <summary>
/// Collects the steps of the sliding-window layouts whose windows are bytes: sixteen rows to a group, four slots for each lane, windows of
/// 64 or 128 columns.
/// </summary>
/// <remarks>
/// <para>
/// Steps come in twos, which three vectors of 64 bytes hold; byte 4·lane + slot of each belongs to a slot. The first has the places
/// of the one step in its low bits, the second those of the other. The third has the codes of the one step in its low bits. What is
/// left makes the codes of the other: their low bits above those codes, then the high bits of the first vector, then of the second.
/// A group of an odd number of steps ends with an empty one. An empty slot has code 0, whose value is 0. Compiled into the
/// generator as well.
/// </para>
/// </remarks>
internal sealed class ByteWindowBuilder : WindowLayoutBuilder
{
    /// <summary>Words of two steps.</summary>
    public const int WordsOfTwo = 3 * WindowShape.Lanes;

    private const int SlotsPerLane = 4;

    private readonly int _placeBits;
    private readonly int _codeBits;

    /// <summary>Lays out rows without fillers whose values are the numbers of codes.</summary>
    /// <param name="codes">The rows.</param>
    /// <param name="columns">Columns of the matrix.</param>
    /// <param name="width">Columns of a window: 64 or 128.</param>
    public ByteWindowBuilder(RowWeights codes, int columns, int width)
        : base(codes, columns, width == 64 ? WindowShape.Bytes64 : WindowShape.Bytes128)
    {
        Width = width;
        _placeBits = width == 64 ? 6 : 7;
        _codeBits = CodeBits(width);
        Collect();
    }

    /// <summary>Columns of a window.</summary>
    public int Width { get; }

    /// <summary>Bits of a code where windows have a width.</summary>
    public static int CodeBits(int width) => width == 64 ? 6 : 5;

    /// <summary>The sum of the integers of each place's weights: what an activation offset of 1 adds to its product.</summary>
    public int[] RowSums(ReadOnlySpan<sbyte> codebook)
    {
        var sums = new int[GroupEnd.Length * Walk.GroupRows];
        for (int place = 0; place < Walk.Order.Length; place++)
        {
            int row = Walk.Order[place];
            for (int weight = Codes.Start[row]; weight < Codes.Start[row + 1]; weight++)
            {
                sums[place] += codebook[(int)Codes.Values[weight]];
            }
        }

        return sums;
    }

    protected override void AppendStep(int step)
    {
        bool odd = step % 2 == 1;
        Span<uint> words = odd ? Last(WordsOfTwo) : Add(WordsOfTwo);
        for (int slot = 0; slot < SlotsPerLane; slot++)
        {
            for (int lane = 0; lane < WindowShape.Lanes; lane++)
            {
                int weight = Walk.Slots[(slot * WindowShape.Lanes) + lane];
                if (weight != WindowWalk.Empty)
                {
                    Put(words.Slice(lane), odd, 8 * slot, (uint)(Codes.Columns[weight] - Walk.Start), (uint)Codes.Values[weight]);
                }
            }
        }
    }

    protected override void EndGroup(int steps)
    {
        if (steps % 2 == 1)
        {
            AddEmptyStart();
        }
    }

    /// <summary>Writes one slot: the words of its lane are the first and those 16 and 32 on.</summary>
    private void Put(Span<uint> words, bool odd, int bit, uint place, uint code)
    {
        ref uint first = ref words[0];
        ref uint second = ref words[WindowShape.Lanes];
        ref uint third = ref words[2 * WindowShape.Lanes];
        if (!odd)
        {
            first |= place << bit;
            third |= code << bit;
            return;
        }

        int inThird = 8 - _codeBits;
        int inFirst = 8 - _placeBits;
        second |= place << bit;
        third |= (code & ((1u << inThird) - 1)) << (bit + _codeBits);
        first |= ((code >> inThird) & ((1u << inFirst) - 1)) << (bit + _placeBits);
        second |= (code >> (inThird + inFirst)) << (bit + _placeBits);
    }
}
