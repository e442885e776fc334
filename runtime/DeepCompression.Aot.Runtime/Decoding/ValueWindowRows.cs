using System.ComponentModel;

namespace DeepCompression.Aot.Runtime;

/// <summary>
/// The non-zero weights of a fully connected layer in the sliding-window layout with values in place of codes, for any number of
/// centroids and for layers so small that they stay in the first-level cache; <see cref="WindowProduct"/> runs it. Groups have
/// sixteen rows, windows 32 columns; a step has two or three slots for each lane.
/// </summary>
/// <remarks>
/// A slot is a word: a weight whose five lowest bits are the place of its column in the window, so that the same register is what a
/// permute looks for and what is multiplied. The weight is a number with these bits, at most 16 units in the last place away: its
/// relative error is within 2⁻¹⁹. An empty slot is 0.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ValueWindowRows : WindowLayout
{
    private const uint PlaceMask = 31;

    private ValueWindowRows(Builder builder, ReadOnlySpan<float> bias)
        : base(builder, bias) => SlotsPerLane = builder.SlotsPerLane;

    /// <summary>Slots of a lane in a step: 2 or 3.</summary>
    internal int SlotsPerLane { get; }

    /// <summary>Decodes a tensor.</summary>
    /// <param name="tensor">The packed weights.</param>
    /// <param name="codebook">The value of each code: 0 for code 0, then the centroids.</param>
    /// <param name="bias">A number for each row, or none.</param>
    /// <param name="slotsPerLane">2, or 3 for denser weights.</param>
    /// <exception cref="ArgumentException">
    /// The codebook does not have one value more than the tensor has indices, or the bias another length than there are rows.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// There are fewer columns than <see cref="WindowRows.MinColumns"/>, or more than 65,536.
    /// </exception>
    /// <exception cref="InvalidOperationException">The stream breaks a rule of the format.</exception>
    public static ValueWindowRows Unpack(in PackedTensor tensor, ReadOnlySpan<float> codebook, ReadOnlySpan<float> bias, int slotsPerLane)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(tensor.RowLength, WindowRows.MinColumns, nameof(tensor));
        RequireBias(bias, tensor.Rows);
        return Build(SparseRows.Unpack<ushort>(tensor, codebook, slotsPerStep: 1), tensor.RowLength, bias, slotsPerLane);
    }

    /// <summary>Lays out rows without fillers; what <see cref="Unpack"/> checks is taken for granted.</summary>
    internal static ValueWindowRows Build(SparseRows<ushort> values, int columns, ReadOnlySpan<float> bias, int slotsPerLane) =>
        new(new Builder(values, columns, slotsPerLane == 2 ? WindowShape.TwoValues : WindowShape.ThreeValues), bias);

    /// <summary>The bits of a number close to a weight whose lowest bits are a place: within 16 units of the last, at the ends of the range 31.</summary>
    internal static uint Word(float weight, uint place)
    {
        uint bits = BitConverter.SingleToUInt32Bits(weight);
        uint word = (bits & ~PlaceMask) | place;
        int above = (int)(word - bits);
        if (above > (int)PlaceMask / 2 && (word & int.MaxValue) > PlaceMask)
        {
            word -= PlaceMask + 1;
        }
        else if (above < -((int)PlaceMask / 2) && float.IsFinite(BitConverter.UInt32BitsToSingle(word + PlaceMask + 1)))
        {
            word += PlaceMask + 1;
        }

        return word;
    }

    private sealed class Builder : WindowLayoutBuilder
    {
        public Builder(SparseRows<ushort> values, int columns, WindowShape shape)
            : base(values, columns, shape)
        {
            SlotsPerLane = shape.SlotsPerLane;
            Collect();
        }

        public int SlotsPerLane { get; }

        protected override void AppendStep(int step)
        {
            Span<uint> words = Add(Walk.Slots.Length);
            for (int slot = 0; slot < words.Length; slot++)
            {
                int weight = Walk.Slots[slot];
                words[slot] = weight == WindowWalk.Empty ? 0 : Word(Codes.Values[weight], (uint)(Codes.Columns[weight] - Walk.Start));
            }
        }
    }
}
