using System.Runtime.InteropServices;
using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Runtime;

/// <summary>
/// The tables of <see cref="StreamedLanes"/>: a look-up reads a whole weight, gap and index, where both fit its bits, as most do, and
/// otherwise the gap alone; the index then comes from the second half of the table.
/// </summary>
/// <remarks>
/// An entry holds the bits used up (bits 0 to 5), <see cref="Partial"/> where the index is still to come, the code of the index from
/// <see cref="CodeShift"/> on, or 0 where there is none, and from <see cref="StepShift"/> on the step to the weight's position: its gap
/// and one. An <see cref="Escape"/> stands for a gap that is too long for an entry or a look-up; it uses up no bits and has the gap's
/// class in place of the code and the length of its codeword in place of the step. So does, with no class, what begins no codeword.
/// </remarks>
internal static class PairTable
{
    /// <summary>Where the entries of indices begin.</summary>
    public const int Indices = WeightTable.Indices;

    /// <summary>Room for both halves.</summary>
    public const int Length = 2 * Indices;

    /// <summary>The bit that says that the index follows: as a number, where the next look-up's half begins.</summary>
    public const uint Partial = Indices;

    /// <summary>Where the code begins.</summary>
    public const int CodeShift = 13;

    /// <summary>The bits of the code.</summary>
    public const uint CodeMask = (uint)byte.MaxValue << CodeShift;

    /// <summary>Where the step begins.</summary>
    public const int StepShift = 21;

    /// <summary>The highest bit, which says that the entry is none.</summary>
    public const uint Escape = 1u << 31;

    /// <summary>The class of no gap.</summary>
    public const uint NoClass = byte.MaxValue;

    private const uint MaxStep = (Escape >> StepShift) - 1;

    /// <summary>Fills the table.</summary>
    /// <param name="tensor">The tensor whose codes it is for; it must have weights.</param>
    /// <param name="table">Room for <see cref="Length"/> entries.</param>
    /// <exception cref="InvalidOperationException">The code lengths do not form complete prefix codes.</exception>
    public static void Build(in PackedTensor tensor, Span<uint> table)
    {
        WeightTable.Build(tensor, table);
        Span<uint> gaps = table[..Indices];
        ReadOnlySpan<ushort> indices = MemoryMarshal.Cast<uint, ushort>(table[Indices..]);
        for (int bits = 0; bits < Indices; bits++)
        {
            gaps[bits] = Pair(gaps[bits], bits, indices, tensor);
        }

        // Entries of indices become twice as large in their own place, so from the last one on.
        for (int bits = Indices - 1; bits >= 0; bits--)
        {
            ushort index = indices[bits];
            table[Indices + bits] = index == WeightTable.Invalid ? Escape | (NoClass << CodeShift) : LengthOf(index) | Coded(index);
        }
    }

    /// <summary>The length of the codeword of an escape's gap.</summary>
    public static int CodewordLength(uint escape) => (int)(escape >> StepShift) & (int)WeightTable.LengthMask;

    /// <summary>The code of an entry, or the class of an escape.</summary>
    public static int CodeOf(uint entry) => (int)((entry & CodeMask) >> CodeShift);

    /// <summary>The entry of bits that begin with a gap, of which the other table tells.</summary>
    private static uint Pair(uint gap, int bits, ReadOnlySpan<ushort> indices, in PackedTensor tensor)
    {
        uint length = gap & WeightTable.LengthMask;
        uint step = gap >> WeightTable.ValueShift;
        if (length == WeightTable.NoLength)
        {
            return EscapeOf(step & byte.MaxValue, gap >> WeightTable.CodewordShift);
        }

        if (step > MaxStep)
        {
            int gapClass = GapClasses.Of((int)step - 1, tensor.GapResolution);
            return EscapeOf((uint)gapClass, length - (uint)GapClasses.ExtraBits(gapClass, tensor.GapResolution));
        }

        ushort index = indices[(bits << (int)length) & (Indices - 1)];
        uint both = length + LengthOf(index);
        return (step << StepShift) | (both <= WeightTable.Bits ? both | Coded(index) : length | Partial);
    }

    private static uint EscapeOf(uint gapClass, uint codewordLength) => Escape | (codewordLength << StepShift) | (gapClass << CodeShift);

    private static uint LengthOf(ushort index) => index & WeightTable.LengthMask;

    private static uint Coded(ushort index) => (uint)(index >> WeightTable.ValueShift) << CodeShift;
}
