namespace DeepCompression.Aot.Generator.Model;

/// <summary>
/// A convolution in groups over the input where it is: for each vector of outputs the taps pass, each a broadcast weight times the input
/// under the vector; masks keep what lies within the plane. It takes zeros for weights like others.
/// </summary>
/// <param name="InstructionSet">The vectors it uses.</param>
/// <param name="ScratchLength">Floats that hold a group's planes with what is around them, and an output plane.</param>
/// <param name="Estimate">What it is expected to cost.</param>
internal sealed record DirectKernel(InstructionSet InstructionSet, int ScratchLength, Estimate Estimate) : Kernel(InstructionSet, Estimate)
{
    public override string Suffix => $"Direct{Lanes * 32}";

    public override string Title => $"dense taps over the input where it is, {Lanes * 32}-bit vectors";

    public override WeightLayout? Layout => new DirectTapsLayout(Lanes);

    public override int ScratchLength { get; } = ScratchLength;
}
