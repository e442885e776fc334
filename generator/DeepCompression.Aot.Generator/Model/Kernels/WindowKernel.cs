using DeepCompression.Aot.Runtime;

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

    public override string Title => $"sparse rows{(Paired ? " in pairs" : string.Empty)}, sliding windows, {MadeFor("AVX-512")}";

    public override bool CanSplit => true;

    public override WeightLayout? Layout => new WindowRowsLayout(Paired);
}

/// <summary>The same with values in place of codes, for any number of centroids and for small layers.</summary>
/// <param name="SlotsPerLane">Weights of each of sixteen rows in a step.</param>
/// <param name="Estimate">What it is expected to cost.</param>
internal sealed record ValueWindowKernel(int SlotsPerLane, Estimate Estimate) : Kernel(InstructionSet.Avx512, Estimate)
{
    public override string Suffix => "SlidingValues";

    public override string Title => $"sparse rows of values, sliding windows, {MadeFor("AVX-512")}";

    public override bool CanSplit => true;

    public override WeightLayout? Layout => new ValueWindowRowsLayout(SlotsPerLane);
}

/// <summary>The same in arithmetic of integers: sixteen rows at a time, four weights of each.</summary>
/// <param name="Width">Columns of a window: 64, 128 or 256.</param>
/// <param name="Activations">How activations become integers.</param>
/// <param name="ScratchLength">Floats that hold these.</param>
/// <param name="Estimate">What it is expected to cost.</param>
internal sealed record IntegerWindowKernel(int Width, IntegerActivations Activations, int ScratchLength, Estimate Estimate)
    : Kernel(InstructionSet.Avx512Vbmi, Estimate)
{
    public override string Suffix => Activations.Fine ? "SlidingFine" : "SlidingBytes";

    public override string Title =>
        $"sparse rows of {(Activations.Fine ? 14 : 8)}-bit weights, sliding windows of {WidthText}, {MadeFor("AVX-512 VBMI")}";

    public override bool CanSplit => true;

    public override WeightLayout? Layout => new IntegerWindowRowsLayout(Width, Activations.Fine);

    public override int ScratchLength { get; } = ScratchLength;

    private string WidthText => Width == WindowShape.Bytes256.Width ? $"at most {Width}" : $"{Width}";
}

/// <summary>How a layer's activations become integers.</summary>
/// <param name="Magnitude">The largest magnitude that calibration saw; null where each inference is to find its own.</param>
/// <param name="MayBeNegative">Whether there can be negative ones.</param>
/// <param name="Fine">Whether they have fourteen bits, not seven.</param>
internal sealed record IntegerActivations(float? Magnitude, bool MayBeNegative, bool Fine);
