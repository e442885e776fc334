namespace DeepCompression.Aot.Generator.Model;

/// <summary>A convolution in groups by the library's loops, which take the vectors that the processor has.</summary>
/// <param name="Unpacks">Whether the weights are coded, so that they are unpacked first.</param>
/// <param name="Estimate">What it is expected to cost.</param>
internal sealed record GroupedKernel(bool Unpacks, Estimate Estimate) : Kernel(InstructionSet.Scalar, Estimate)
{
    public override string Suffix => "Grouped";

    public override string Title => "dense taps in groups";

    public override WeightLayout? Layout => Unpacks ? new DenseRowsLayout() : null;
}

/// <summary>The same with the weights decoded into scratch memory in every inference.</summary>
/// <param name="ScratchLength">The layer's weights, zeros included.</param>
/// <param name="Estimate">What it is expected to cost.</param>
internal sealed record StreamedGroupedKernel(int ScratchLength, Estimate Estimate) : Kernel(InstructionSet.Scalar, Estimate)
{
    public override string Suffix => "Streaming";

    public override string Title => "dense taps in groups, decoded in every inference";

    public override WeightLayout? Layout => null;

    public override int ScratchLength { get; } = ScratchLength;
}
