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

    public override bool CanSplit => true;

    public override WeightLayout? Layout => new WindowRowsLayout(Paired);
}

/// <summary>The same with values in place of codes, for any number of centroids and for small layers.</summary>
/// <param name="SlotsPerLane">Weights of each of sixteen rows in a step.</param>
/// <param name="Estimate">What it is expected to cost.</param>
internal sealed record ValueWindowKernel(int SlotsPerLane, Estimate Estimate) : Kernel(InstructionSet.Avx512, Estimate)
{
    public override string Suffix => "SlidingValues";

    public override string Title => "sparse rows of values, sliding windows, AVX-512";

    public override bool CanSplit => true;

    public override WeightLayout? Layout => new ValueWindowRowsLayout(SlotsPerLane);
}

/// <summary>The same in 8-bit arithmetic: sixteen rows at a time, four bytes of each.</summary>
/// <param name="Width">Columns of a window: 64 or 128.</param>
/// <param name="Activations">How activations become bytes.</param>
/// <param name="ScratchLength">Floats that hold these bytes.</param>
/// <param name="Estimate">What it is expected to cost.</param>
internal sealed record ByteWindowKernel(int Width, ByteActivations Activations, int ScratchLength, Estimate Estimate)
    : Kernel(InstructionSet.Avx512Vbmi, Estimate)
{
    public override string Suffix => "SlidingBytes";

    public override string Title => $"sparse rows of 8-bit weights, sliding windows of {Width}, AVX-512 VBMI";

    public override bool CanSplit => true;

    public override WeightLayout? Layout => new ByteWindowRowsLayout(Width);

    public override int ScratchLength { get; } = ScratchLength;
}

/// <summary>How a layer's activations become numbers of seven bits.</summary>
/// <param name="Magnitude">The largest magnitude that calibration saw; null where each inference is to find its own.</param>
/// <param name="MayBeNegative">Whether there can be negative ones.</param>
internal sealed record ByteActivations(float? Magnitude, bool MayBeNegative);
