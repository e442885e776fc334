namespace DeepCompression.Aot.Generator.Model;

/// <summary>A layer straight from its packed weights, which are decoded in every inference.</summary>
internal sealed record StreamingKernel(Estimate Estimate) : Kernel(InstructionSet.Scalar, Estimate)
{
    public override string Suffix => "Streaming";

    public override string Title => "packed weights, decoded in every inference";

    public override WeightLayout? Layout => null;
}
