using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Runtime;

/// <summary>
/// The tables behind <see cref="WeightDecoder"/>. The next <see cref="Bits"/> bits of a stream select an entry that says what they
/// begin with, as far as it is whole: a gap, and the index of the weight after it. So most weights take one look-up. A second table
/// has an entry of the same form for an index alone.
/// </summary>
/// <remarks>
/// An entry holds the positions to skip (bits 0 to 15), the bits used up (16 to 19), two flags, and the weight's code (24 to 31; 0
/// where its index did not fit). Of a gap whose plain bits did not fit, the entry has the codeword alone, and the number of its
/// class as the positions to skip, which is never more than the gap.
/// </remarks>
internal static class WeightTable
{
    /// <summary>The bits looked at: those of the longest codeword, so that a look-up always gets on.</summary>
    public const int Bits = CanonicalOrder.MaxLength;

    /// <summary>Where the second table begins.</summary>
    public const int Indices = 1 << Bits;

    /// <summary>Entries of both tables.</summary>
    public const int Length = 2 * Indices;

    /// <summary>The mask of the positions to skip.</summary>
    public const uint SkipMask = 0xFFFF;

    /// <summary>Where the number of bits begins in an entry; the two bits above it are zero, so that six make a shift count.</summary>
    public const int LengthShift = 16;

    /// <summary>Where the code begins in an entry.</summary>
    public const int CodeShift = 24;

    /// <summary>The flag of an entry that has a whole gap.</summary>
    public const uint HasGap = 1u << 22;

    /// <summary>The flag of an entry that has the codeword of a gap without its plain bits.</summary>
    public const uint LongGap = 1u << 23;

    /// <summary>The entry of bits that begin no codeword, which only a code of a single index leaves.</summary>
    public const uint Invalid = HasGap | LongGap;

    /// <summary>Fills both tables.</summary>
    /// <param name="tensor">The tensor whose codes they are for; it must have weights.</param>
    /// <param name="table">Room for <see cref="Length"/> entries.</param>
    /// <exception cref="InvalidOperationException">The code lengths do not form complete prefix codes.</exception>
    public static void Build(in PackedTensor tensor, Span<uint> table)
    {
        var gapOrder = new CanonicalOrder(tensor.GapLengths, stackalloc byte[CanonicalOrder.MaxSymbols]);
        var indexOrder = new CanonicalOrder(tensor.IndexLengths, stackalloc byte[CanonicalOrder.MaxSymbols]);
        FillIndices(table[Indices..Length], indexOrder, before: 0, rest: Invalid);
        FillGaps(table[..Indices], gapOrder, indexOrder, tensor.GapResolution);
    }

    /// <summary>
    /// Fills the first table. Canonical codewords ascend, so the entries that begin with each simply follow one another, and those of
    /// the gaps of its class in turn.
    /// </summary>
    private static void FillGaps(Span<uint> entries, in CanonicalOrder gaps, in CanonicalOrder indices, int resolution)
    {
        foreach (byte gapClass in gaps.Symbols)
        {
            // The only class that occurs takes no bits.
            int length = gaps.IsSingle ? 0 : gaps.Lengths[gapClass];
            int extra = GapClasses.ExtraBits(gapClass, resolution);
            int run = Indices >> length;
            if (length + extra > Bits)
            {
                entries[..run].Fill(LongGap | gapClass | ((uint)length << LengthShift));
            }
            else
            {
                FillGaps(entries[..run], indices, GapClasses.First(gapClass, resolution), length + extra);
            }

            entries = entries[run..];
        }
    }

    /// <summary>Fills the entries of all gaps of a class, each with an equal share.</summary>
    private static void FillGaps(Span<uint> entries, in CanonicalOrder indices, int firstGap, int length)
    {
        int share = Indices >> length;
        uint entry = HasGap | ((uint)length << LengthShift) | (uint)firstGap;
        for (; !entries.IsEmpty; entries = entries[share..], entry++)
        {
            FillIndices(entries[..share], indices, entry, rest: entry);
        }
    }

    /// <summary>Fills the entries of all bits that follow the same gap with what index they begin with; what is left at the end begins with one of more bits than there are.</summary>
    private static void FillIndices(Span<uint> entries, in CanonicalOrder indices, uint before, uint rest)
    {
        int size = entries.Length;
        foreach (byte index in indices.Symbols)
        {
            int length = indices.Lengths[index];
            int run = size >> length;
            if (run == 0)
            {
                break;
            }

            entries[..run].Fill(before + ((uint)length << LengthShift) + ((index + 1u) << CodeShift));
            entries = entries[run..];
        }

        entries.Fill(rest);
    }
}
