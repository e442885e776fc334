namespace DeepCompression.Aot.Generator.Model;

/// <summary>A fully connected layer row by row, eight non-zero weights at a time gathering their activations.</summary>
internal sealed record GatherKernel(Estimate Estimate) : Kernel(InstructionSet.Gather, Estimate)
{
    public override string Suffix => "Gather";

    public override string Title => "sparse rows, AVX2 gather";

    public override WeightLayout? Layout => new SparseRowsLayout();
}

/// <summary>
/// A fully connected layer with sixteen rows side by side, whose activations are gathered, where that is slow those of weights that lie
/// close together come from windows of columns; or, with vectors of 128 bits, all loaded one by one.
/// </summary>
/// <param name="InstructionSet">AVX2 gathers, or vectors of 128 bits.</param>
/// <param name="Estimate">What it is expected to cost.</param>
internal sealed record LanesKernel(InstructionSet InstructionSet, Estimate Estimate) : Kernel(InstructionSet, Estimate)
{
    public override string Suffix => $"Lanes{Lanes * 32}";

    public override string Title => $"sparse rows side by side, {MadeFor(Lanes == 8 ? "AVX2 gather" : "128-bit vectors")}";

    public override bool CanSplit => true;

    public override WeightLayout? Layout => new LaneRowsLayout();
}

/// <summary>A fully connected layer row by row, weight by weight.</summary>
internal sealed record ScalarRowsKernel(Estimate Estimate) : Kernel(InstructionSet.Scalar, Estimate)
{
    public override string Suffix => "Scalar";

    public override string Title => "sparse rows, scalar";

    public override WeightLayout? Layout => new SparseRowsLayout();
}
