using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Runtime;

/// <summary>
/// Collects the steps of the sliding-window layout with values in place of codes (the runtime's <c>ValueWindowRows</c>): sixteen rows to a
/// group, windows of 32 columns, two or three slots for each lane.
/// </summary>
/// <remarks>
/// A slot is a word: a weight whose five lowest bits are the place of its column in the window, so that the same register is what a
/// permute looks for and what is multiplied. The weight is a number with these bits, at most 16 units in the last place away: its
/// relative error is within 2⁻¹⁹. An empty slot is 0. Compiled into the generator as well.
/// </remarks>
internal sealed class ValueWindowBuilder : WindowLayoutBuilder
{
    private const uint PlaceMask = 31;

    private readonly float[] _codebook;

    /// <summary>Prepares a layout.</summary>
    /// <param name="codes">Rows without fillers.</param>
    /// <param name="columns">Columns of the matrix.</param>
    /// <param name="codebook">The value of each code: 0 for code 0, then the centroids.</param>
    /// <param name="slotsPerLane">2 or 3.</param>
    public ValueWindowBuilder(RowWeights codes, int columns, ReadOnlySpan<float> codebook, int slotsPerLane)
        : base(codes, columns, Shape(slotsPerLane), unitSteps: 1, Shape(slotsPerLane).SlotsPerLane * WindowShape.Lanes)
    {
        _codebook = codebook.ToArray();
        SlotsPerLane = Shape(slotsPerLane).SlotsPerLane;
    }

    /// <summary>Slots of a lane in a step.</summary>
    public int SlotsPerLane { get; }

    /// <summary>The bits of a number close to a weight whose lowest bits are a place: within 16 units of the last, at the ends of the range 31.</summary>
    public static uint Word(float weight, uint place)
    {
        uint bits = SingleBits.ToBits(weight);
        uint word = (bits & ~PlaceMask) | place;
        int above = (int)(word - bits);
        if (above > (int)PlaceMask / 2 && (word & int.MaxValue) > PlaceMask)
        {
            word -= PlaceMask + 1;
        }
        else if (above < -((int)PlaceMask / 2) && SingleBits.IsFinite(SingleBits.FromBits(word + PlaceMask + 1)))
        {
            word += PlaceMask + 1;
        }

        return word;
    }

    protected override void WriteStep(int inUnit, Span<uint> words)
    {
        ReadOnlySpan<ushort> columns = Codes.Columns.Span;
        ReadOnlySpan<byte> codes = Codes.Codes.Span;
        for (int slot = 0; slot < words.Length; slot++)
        {
            int weight = Walk.Slots[slot];
            words[slot] = weight == WindowWalk.Empty ? 0 : Word(_codebook[codes[weight]], (uint)(columns[weight] - Walk.Start));
        }
    }

    private static WindowShape Shape(int slotsPerLane) => slotsPerLane == 2 ? WindowShape.TwoValues : WindowShape.ThreeValues;
}
