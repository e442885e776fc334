namespace DeepCompression.Aot.Generator.Model;

/// <summary>A layer whose weights are decoded row by row while it computes: portable scalar code, which also runs without a runtime.</summary>
/// <param name="LongestRow">The most weights that an output channel has.</param>
/// <param name="Estimate">What it is expected to cost.</param>
internal sealed record RowsKernel(int LongestRow, Estimate Estimate) : Kernel(InstructionSet.Scalar, Estimate)
{
    private const int BytesPerWeight = sizeof(float) + sizeof(ushort);

    /// <summary>How it computes with integers; null where it computes with floats.</summary>
    public ByteScales? Bytes { get; init; }

    public override string Suffix => "Rows";

    public override string Title => "packed weights, decoded row by row";

    public override WeightLayout? Layout => null;

    public override int ScratchLength => ((LongestRow * BytesPerWeight) + sizeof(float) - 1) / sizeof(float);
}
