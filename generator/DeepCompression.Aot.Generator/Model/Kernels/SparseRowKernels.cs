namespace DeepCompression.Aot.Generator.Model;

/// <summary>A fully connected layer row by row, eight non-zero weights at a time gathering their activations.</summary>
internal sealed record GatherKernel(Estimate Estimate) : Kernel(InstructionSet.Gather, Estimate)
{
    public override string Suffix => "Gather";

    public override string Title => "sparse rows, AVX2 gather";

    public override WeightLayout? Layout => new SparseRowsLayout();
}

/// <summary>
/// A fully connected layer with sixteen rows side by side, whose activations are gathered; where that is slow, those of weights that lie
/// close together come from windows of columns.
/// </summary>
internal sealed record GatherLanesKernel(Estimate Estimate) : Kernel(InstructionSet.Gather, Estimate)
{
    public override string Suffix => "GatherLanes";

    public override string Title => $"sparse rows side by side, {MadeFor("AVX2 gather")}";

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
