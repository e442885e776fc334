namespace DeepCompression.Aot.Generator.Model;

/// <summary>
/// A fully connected layer in the sliding-window layout: sixteen rows at a time, or thirty-two in pairs, permute the activations of a
/// window to the weights that need them.
/// </summary>
/// <param name="Paired">Whether rows are in pairs.</param>
/// <param name="Estimate">What it is expected to cost.</param>
internal sealed record WindowKernel(bool Paired, Estimate Estimate) : Kernel(InstructionSet.Avx512, Estimate)
{
    public override string Suffix => "Sliding";

    public override string Title => $"sparse rows{(Paired ? " in pairs" : string.Empty)}, sliding windows, AVX-512";

    public override WeightLayout? Layout => new WindowRowsLayout(Paired);
}
