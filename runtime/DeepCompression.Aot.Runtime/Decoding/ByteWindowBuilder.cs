namespace DeepCompression.Aot.Runtime;

/// <summary>
/// Collects the steps of the sliding-window layouts whose windows are bytes: sixteen rows to a group, four slots for each lane, windows of
/// 64, 128 or 256 columns.
/// </summary>
/// <remarks>
/// <para>
/// Steps come in units of two, which three vectors of 64 bytes hold, or with windows of 256 columns in units of three in five vectors;
/// byte 4·lane + slot of each belongs to a slot. A group ends with a whole unit, whose last steps may be empty. An empty slot has code 0,
/// whose value is 0. Compiled into the generator as well.
/// </para>
/// <para>
/// Of two, the first vector has the places of the one step in its low bits, the second those of the other. The third has the codes of
/// the one step in its low bits. What is left makes the codes of the other: their low bits above those codes, then the high bits of the
/// first vector, then of the second.
/// </para>
/// <para>
/// Of three, each has a vector of places. The codes of the first two are the low bits of the fourth and of the fifth vector; the upper
/// three bits of the fourth are the low ones of the third step's codes, the two above the codes in the fifth are the high ones.
/// </para>
/// </remarks>
internal sealed class ByteWindowBuilder : WindowLayoutBuilder
{
    /// <summary>Words of two steps.</summary>
    public const int WordsOfTwo = 3 * WindowShape.Lanes;

    /// <summary>Words of three steps with windows of 256 columns.</summary>
    public const int WordsOfThree = 5 * WindowShape.Lanes;

    /// <summary>Bits of a code where windows are wider than a register.</summary>
    private const int ShortCodeBits = 5;

    private const int SlotsPerLane = 4;

    private readonly int _placeBits;
    private readonly int _codeBits;

    /// <summary>Prepares a layout.</summary>
    /// <param name="codes">Rows without fillers.</param>
    /// <param name="columns">Columns of the matrix; as many as a window has where these are 256.</param>
    /// <param name="width">Columns of a window: 64, 128 or 256.</param>
    public ByteWindowBuilder(RowWeights codes, int columns, int width)
        : base(codes, columns, Shape(width), StepsOfUnit(width), WordsOfUnit(width))
    {
        Width = width;
        _placeBits = width == 64 ? 6 : 7;
        _codeBits = CodeBits(width);
    }

    /// <summary>Columns of a window.</summary>
    public int Width { get; }

    /// <summary>Bits of a code where windows have a width.</summary>
    public static int CodeBits(int width) => width == 64 ? 6 : ShortCodeBits;

    /// <summary>Words of whole units of steps.</summary>
    public static int WordsOf(int steps, int width) => steps / StepsOfUnit(width) * WordsOfUnit(width);

    private static WindowShape Shape(int width) => width switch
    {
        64 => WindowShape.Bytes64,
        128 => WindowShape.Bytes128,
        _ => WindowShape.Bytes256,
    };

    private static int StepsOfUnit(int width) => width == WindowShape.Bytes256.Width ? 3 : 2;

    private static int WordsOfUnit(int width) => width == WindowShape.Bytes256.Width ? WordsOfThree : WordsOfTwo;

    /// <summary>The sum of the integers of each place's weights: what an activation offset of 1 adds to its product.</summary>
    public int[] RowSums(ReadOnlySpan<sbyte> codebook)
    {
        var sums = new int[GroupEnd.Length * Walk.GroupRows];
        ReadOnlySpan<byte> codes = Codes.Codes.Span;
        for (int place = 0; place < Walk.Order.Length; place++)
        {
            int row = Walk.Order[place];
            for (int weight = Codes.Start[row]; weight < Codes.Start[row + 1]; weight++)
            {
                sums[place] += codebook[codes[weight]];
            }
        }

        return sums;
    }

    protected override void WriteStep(int inUnit, Span<uint> words)
    {
        ReadOnlySpan<ushort> columns = Codes.Columns.Span;
        ReadOnlySpan<byte> codes = Codes.Codes.Span;
        for (int slot = 0; slot < SlotsPerLane; slot++)
        {
            for (int lane = 0; lane < WindowShape.Lanes; lane++)
            {
                int weight = Walk.Slots[(slot * WindowShape.Lanes) + lane];
                if (weight == WindowWalk.Empty)
                {
                    continue;
                }

                (uint place, uint code) = ((uint)(columns[weight] - Walk.Start), codes[weight]);
                if (Width == WindowShape.Bytes256.Width)
                {
                    PutInThree(words.Slice(lane), inUnit, 8 * slot, place, code);
                }
                else
                {
                    PutInTwo(words.Slice(lane), inUnit == 1, 8 * slot, place, code);
                }
            }
        }
    }

    /// <summary>Writes one slot: the words of its lane are the first and those 16 and 32 on.</summary>
    private void PutInTwo(Span<uint> words, bool odd, int bit, uint place, uint code)
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

    /// <summary>Writes one slot: the words of its lane are every sixteenth.</summary>
    private static void PutInThree(Span<uint> words, int step, int bit, uint place, uint code)
    {
        const int InFourth = 8 - ShortCodeBits;
        words[step * WindowShape.Lanes] |= place << bit;
        if (step < 2)
        {
            words[(3 + step) * WindowShape.Lanes] |= code << bit;
            return;
        }

        words[3 * WindowShape.Lanes] |= (code & ((1u << InFourth) - 1)) << (bit + ShortCodeBits);
        words[4 * WindowShape.Lanes] |= (code >> InFourth) << (bit + ShortCodeBits);
    }
}
