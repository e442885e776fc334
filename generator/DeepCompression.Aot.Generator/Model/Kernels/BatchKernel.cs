namespace DeepCompression.Aot.Generator.Model;

/// <summary>A fully connected layer for many samples: each non-zero weight meets vectors of samples, as wide as the processor has them.</summary>
/// <param name="Samples">The samples.</param>
/// <param name="Estimate">What it is expected to cost.</param>
internal sealed record BatchKernel(int Samples, Estimate Estimate) : Kernel(InstructionSet.Scalar, Estimate)
{
    public override string Suffix => "Batch";

    public override string Title => $"sparse rows, vectors of {Samples} samples";

    public override WeightLayout? Layout => new BatchRowsLayout();
}
