namespace DeepCompression.Aot.Runtime;

/// <summary>
/// The tables behind <see cref="WeightDecoder"/>. The next <see cref="Bits"/> bits of a stream select an entry that says what they
/// begin with, as far as whole codewords go: any number of filler zeros, a gap, and the index of the weight after it. So most weights
/// take one look-up, whatever fillers precede them. A second table has an entry of the same form for an index alone.
/// </summary>
/// <remarks>
/// An entry holds the positions to skip (bits 0 to 11: eleven fillers and a gap are at most 3,059), the bits used up (12 to 15), two
/// flags, and the weight's code (24 to 31; 0 where its index did not fit).
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
    public const uint SkipMask = 0xFFF;

    /// <summary>Where the number of bits begins in an entry; the two bits above it are zero, so that six make a shift count.</summary>
    public const int LengthShift = 12;

    /// <summary>Where the code begins in an entry.</summary>
    public const int CodeShift = 24;

    /// <summary>The flag of an entry that has a whole gap, after any fillers.</summary>
    public const uint HasGap = 1u << 18;

    /// <summary>The entry of bits that begin no codeword, which only a code of a single symbol leaves.</summary>
    public const uint Invalid = 1u << 19;

    /// <summary>Fills both tables.</summary>
    /// <param name="tensor">The tensor whose codes they are for; it must have weights.</param>
    /// <param name="table">Room for <see cref="Length"/> entries.</param>
    /// <exception cref="InvalidOperationException">The code lengths do not form complete prefix codes.</exception>
    public static void Build(in PackedTensor tensor, Span<uint> table)
    {
        var gapOrder = new CanonicalOrder(tensor.GapLengths, stackalloc byte[CanonicalOrder.MaxSymbols]);
        var indexOrder = new CanonicalOrder(tensor.IndexLengths, stackalloc byte[CanonicalOrder.MaxSymbols]);
        FillIndices(table[Indices..Length], indexOrder, before: 0, rest: Invalid);
        FillGaps(table[..Indices], gapOrder, indexOrder, tensor.FillerSkip, before: 0, rest: Invalid);
    }

    /// <summary>
    /// Fills the entries of all bits that follow the same codewords. Canonical codewords ascend, so the entries that begin with each
    /// simply follow one another; what is left at the end begins with a codeword of more bits than there are.
    /// </summary>
    /// <param name="entries">A power of two of them, by the bits that follow.</param>
    /// <param name="gaps">The code of the gaps.</param>
    /// <param name="indices">The code of the indices.</param>
    /// <param name="fillerSkip">The gap symbol of the filler.</param>
    /// <param name="before">The entry of the codewords before, only fillers.</param>
    /// <param name="rest">The entry of what is left.</param>
    private static void FillGaps(
        Span<uint> entries, in CanonicalOrder gaps, in CanonicalOrder indices, int fillerSkip, uint before, uint rest)
    {
        int size = entries.Length;
        foreach (byte gap in gaps.Symbols)
        {
            int length = gaps.Lengths[gap];
            int run = size >> length;
            if (run == 0)
            {
                break;
            }

            uint entry = before + gap + ((uint)length << LengthShift);
            if (gap == fillerSkip)
            {
                FillGaps(entries[..run], gaps, indices, fillerSkip, entry, rest: entry);
            }
            else
            {
                FillIndices(entries[..run], indices, entry | HasGap, rest: entry | HasGap);
            }

            entries = entries[run..];
        }

        entries.Fill(rest);
    }

    /// <summary>As <see cref="FillGaps"/>, for the index after a gap.</summary>
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
