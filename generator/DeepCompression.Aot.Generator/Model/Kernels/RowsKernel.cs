namespace DeepCompression.Aot.Generator.Model;

/// <summary>A layer as a microcontroller computes it, row by row: portable scalar code, which also runs without a runtime.</summary>
/// <param name="IsPacked">Whether its weights are packed, and decoded while it computes; otherwise they are ready to run.</param>
/// <param name="ScratchWeights">The decoded weights that it keeps while it uses them many times: those of the longest row, or none.</param>
/// <param name="Estimate">What it is expected to cost.</param>
internal sealed record RowsKernel(bool IsPacked, int ScratchWeights, Estimate Estimate) : Kernel(InstructionSet.Scalar, Estimate)
{
    /// <summary>How it computes with integers; null where it computes with floats.</summary>
    public ByteScales? Bytes { get; init; }

    public override string Suffix => "Rows";

    public override string Title => IsPacked ? "packed weights, decoded row by row" : "weights ready to run, row by row";

    public override WeightLayout? Layout => null;

    public override int ScratchLength => ((ScratchWeights * BytesPerWeight) + sizeof(float) - 1) / sizeof(float);

    /// <summary>A value and a place.</summary>
    private int BytesPerWeight => (Bytes is null ? sizeof(float) : sizeof(short)) + sizeof(ushort);
}
