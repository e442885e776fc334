using System.Runtime.CompilerServices;

namespace DeepCompression.Aot.Runtime;

/// <summary>
/// Collects the steps of the sliding-window layout for floats (the runtime's <c>WindowRows</c>): sixteen rows to a group, or thirty-two
/// in pairs, windows of 32 columns, three slots for each lane.
/// </summary>
/// <remarks>
/// The slots of a lane fill one word: places at bits 0, 16 and 10, codes at bits 5, 21 and 26. Seen from its third byte on, a word
/// begins with the second slot; so two loads and four shifts bring every field to where a permute, which ignores higher bits, looks
/// for it. With rows in pairs, bit 31 says which of them the third slot serves. Compiled into the generator as well.
/// </remarks>
internal sealed class FloatWindowBuilder : WindowLayoutBuilder
{
    public FloatWindowBuilder(RowWeights codes, int columns, bool paired)
        : base(codes, columns, paired ? WindowShape.PairedFloats : WindowShape.Floats, unitSteps: 1, WindowShape.Lanes)
    {
    }

    protected override void WriteStep(int inUnit, Span<uint> words)
    {
        ReadOnlySpan<ushort> columns = Codes.Columns.Span;
        ReadOnlySpan<byte> codes = Codes.Codes.Span;
        int[] slots = Walk.Slots;
        int start = Walk.Start;
        uint secondRows = (uint)Walk.SecondRows;
        for (int lane = 0; lane < words.Length; lane++)
        {
            words[lane] = ((secondRows >> lane) << 31)
                | Slot(columns, codes, slots[lane], start, placeBit: 0, codeBit: 5)
                | Slot(columns, codes, slots[WindowShape.Lanes + lane], start, placeBit: 16, codeBit: 21)
                | Slot(columns, codes, slots[(2 * WindowShape.Lanes) + lane], start, placeBit: 10, codeBit: 26);
        }
    }

    /// <summary>A slot's fields, zeros where it is empty; without a branch, which would be foreseen wrongly half the time.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Slot(ReadOnlySpan<ushort> columns, ReadOnlySpan<byte> codes, int weight, int start, int placeBit, int codeBit)
    {
        int hasWeight = ~(weight >> 31);
        int number = weight & hasWeight;
        return (uint)((((columns[number] - start) << placeBit) | (codes[number] << codeBit)) & hasWeight);
    }
}
