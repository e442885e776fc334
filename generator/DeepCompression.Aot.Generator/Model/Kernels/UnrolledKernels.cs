namespace DeepCompression.Aot.Generator.Model;

/// <summary>
/// A small fully connected layer as straight-line code: each vector of weights is a constant of the code, aligned and ready, and
/// those that are all zero are left out.
/// </summary>
/// <param name="InstructionSet">The vectors it uses.</param>
/// <param name="Estimate">What it is expected to cost.</param>
internal sealed record UnrolledVectorKernel(InstructionSet InstructionSet, Estimate Estimate) : Kernel(InstructionSet, Estimate)
{
    public override string Suffix => $"Unrolled{Lanes * 32}";

    public override string Title => $"unrolled, weights as constants, {Lanes * 32}-bit vectors";

    public override WeightLayout? Layout => null;

    public override bool ReadsConstants => false;
}

/// <summary>A small fully connected layer as one expression for each output, its non-zero weights as literals.</summary>
internal sealed record UnrolledScalarKernel(Estimate Estimate) : Kernel(InstructionSet.Scalar, Estimate)
{
    public override string Suffix => "UnrolledScalar";

    public override string Title => "unrolled, weights as constants, scalar";

    public override WeightLayout? Layout => null;

    public override bool ReadsConstants => false;
}
