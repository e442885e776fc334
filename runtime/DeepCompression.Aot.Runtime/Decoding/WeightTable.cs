using System.Runtime.InteropServices;
using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Runtime;

/// <summary>
/// The tables behind <see cref="WeightDecoder"/>. The next <see cref="Bits"/> bits of a stream select the entry of the gap that they
/// begin with, plain bits and all, and in a second table, of half as large entries, that of an index.
/// </summary>
/// <remarks>
/// An entry holds the bits used up (bits 0 to 5, so that it serves as a shift count as it is) and from bit 8 on its value: a gap and
/// one, or the code of an index, which is its number and one. A gap whose plain bits did not fit has its class there (bits 8 to 15),
/// the length of its codeword from bit 16 on, and, as bits that begin no codeword, no length.
/// </remarks>
internal static class WeightTable
{
    /// <summary>The bits looked at: those of the longest codeword.</summary>
    public const int Bits = CanonicalOrder.MaxLength;

    /// <summary>Where the second table begins.</summary>
    public const int Indices = 1 << Bits;

    /// <summary>Room for both tables; entries of the second are half as large.</summary>
    public const int Length = Indices + (Indices / 2);

    /// <summary>The mask of the bits used up.</summary>
    public const uint LengthMask = 63;

    /// <summary>What stands for no length: more bits than a container has once it has been shifted by this and any other.</summary>
    public const uint NoLength = 63;

    /// <summary>Where the value begins.</summary>
    public const int ValueShift = 8;

    /// <summary>Where the length of a codeword begins whose plain bits did not fit.</summary>
    public const int CodewordShift = 16;

    /// <summary>The entry of bits that begin no codeword, which only a code of a single index leaves.</summary>
    public const ushort Invalid = (ushort)NoLength;

    /// <summary>Fills both tables.</summary>
    /// <param name="tensor">The tensor whose codes they are for; it must have weights.</param>
    /// <param name="table">Room for <see cref="Length"/> entries.</param>
    /// <exception cref="InvalidOperationException">The code lengths do not form complete prefix codes.</exception>
    public static void Build(in PackedTensor tensor, Span<uint> table)
    {
        var gapOrder = new CanonicalOrder(tensor.GapLengths, stackalloc byte[CanonicalOrder.MaxSymbols]);
        var indexOrder = new CanonicalOrder(tensor.IndexLengths, stackalloc byte[CanonicalOrder.MaxSymbols]);
        FillGaps(table[..Indices], gapOrder, tensor.GapResolution);
        FillIndices(MemoryMarshal.Cast<uint, ushort>(table[Indices..Length]), indexOrder);
    }

    /// <summary>
    /// Fills the first table. Canonical codewords ascend, so the entries that begin with each simply follow one another, and those of
    /// the gaps of its class in turn.
    /// </summary>
    private static void FillGaps(Span<uint> entries, in CanonicalOrder gaps, int resolution)
    {
        foreach (byte gapClass in gaps.Symbols)
        {
            // The only class that occurs takes no bits.
            int length = gaps.IsSingle ? 0 : gaps.Lengths[gapClass];
            int extra = GapClasses.ExtraBits(gapClass, resolution);
            int run = Indices >> length;
            if (length + extra > Bits)
            {
                entries[..run].Fill(((uint)length << CodewordShift) | ((uint)gapClass << ValueShift) | NoLength);
            }
            else
            {
                FillClass(entries[..run], GapClasses.First(gapClass, resolution), length + extra);
            }

            entries = entries[run..];
        }
    }

    /// <summary>Fills the entries of all gaps of a class, each with an equal share.</summary>
    private static void FillClass(Span<uint> entries, int firstGap, int length)
    {
        int share = Indices >> length;
        for (uint next = (uint)firstGap + 1; !entries.IsEmpty; entries = entries[share..], next++)
        {
            entries[..share].Fill((next << ValueShift) | (uint)length);
        }
    }

    /// <summary>Fills the second table.</summary>
    private static void FillIndices(Span<ushort> entries, in CanonicalOrder indices)
    {
        foreach (byte index in indices.Symbols)
        {
            int length = indices.Lengths[index];
            int run = Indices >> length;
            entries[..run].Fill((ushort)(((index + 1) << ValueShift) | length));
            entries = entries[run..];
        }

        entries.Fill(Invalid);
    }
}
