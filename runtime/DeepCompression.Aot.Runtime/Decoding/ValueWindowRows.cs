using System.ComponentModel;

namespace DeepCompression.Aot.Runtime;

/// <summary>
/// The non-zero weights of a fully connected layer in the sliding-window layout with values in place of codes, for any number of
/// centroids and for layers so small that they stay in the first-level cache; <see cref="WindowProduct"/> runs it. Groups have
/// sixteen rows, windows 32 columns; a step has two or three slots for each lane.
/// </summary>
/// <remarks><see cref="ValueWindowBuilder"/> says what steps look like. The relative error of a weight is within 2⁻¹⁹.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ValueWindowRows : WindowLayout
{
    private ValueWindowRows(ValueWindowBuilder builder, ReadOnlySpan<float> bias)
        : base(builder, bias) => SlotsPerLane = builder.SlotsPerLane;

    private ValueWindowRows(in PlacedRows rows, int slotsPerLane)
        : base(rows, WindowShape.Lanes, checked(rows.Starts.Length * slotsPerLane * WindowShape.Lanes)) => SlotsPerLane = slotsPerLane;

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
        using DecodedRows<ushort> rows = DecodedRows<ushort>.Of(tensor, codebook);
        return new(new ValueWindowBuilder(rows.Weights(), tensor.RowLength, codebook, slotsPerLane), bias);
    }

    /// <summary>Takes what was laid out when the project was built.</summary>
    /// <param name="rows">The layer, in constants.</param>
    /// <param name="slotsPerLane">2, or 3 for denser weights.</param>
    /// <exception cref="ArgumentException">The constants contradict each other.</exception>
    public static ValueWindowRows Placed(in PlacedRows rows, int slotsPerLane) => new(rows, slotsPerLane);
}
