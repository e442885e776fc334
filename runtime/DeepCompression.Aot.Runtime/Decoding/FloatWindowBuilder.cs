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
    /// <summary>Where the place of each slot begins in a word.</summary>
    private static readonly int[] PlaceBits = [0, 16, 10];

    /// <summary>Where the code of each slot begins.</summary>
    private static readonly int[] CodeBits = [5, 21, 26];

    public FloatWindowBuilder(RowWeights codes, int columns, bool paired)
        : base(codes, columns, paired ? WindowShape.PairedFloats : WindowShape.Floats, unitSteps: 1, WindowShape.Lanes)
    {
    }

    protected override void WriteStep(int inUnit, Span<uint> words)
    {
        ReadOnlySpan<ushort> columns = Codes.Columns.Span;
        ReadOnlySpan<byte> codes = Codes.Codes.Span;
        for (int lane = 0; lane < words.Length; lane++)
        {
            uint word = ((uint)Walk.SecondRows >> lane) << 31;
            for (int slot = 0; slot < PlaceBits.Length; slot++)
            {
                // Without a branch, which would be foreseen wrongly: all ones where the slot has a weight.
                int weight = Walk.Slots[(slot * WindowShape.Lanes) + lane];
                int hasWeight = ~(weight >> 31);
                word |= (uint)((columns[weight & hasWeight] - Walk.Start) & hasWeight) << PlaceBits[slot];
                word |= (uint)(codes[weight & hasWeight] & hasWeight) << CodeBits[slot];
            }

            words[lane] = word;
        }
    }
}
