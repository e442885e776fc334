namespace DeepCompression.Aot.Generator.Model;

/// <summary>
/// The direct sparse convolution: the sums of a tile of output positions stay in registers while the non-zero taps of an output
/// channel pass, each a broadcast weight times the input under the tile.
/// </summary>
/// <param name="InstructionSet">The vectors it uses.</param>
/// <param name="Sparse">Whether only non-zero taps are stored; false for a tensor stored number by number.</param>
/// <param name="TileRows">Output rows of a tile.</param>
/// <param name="TileVectors">Vectors in each of them.</param>
/// <param name="Estimate">What it is expected to cost.</param>
internal sealed record TileKernel(InstructionSet InstructionSet, bool Sparse, int TileRows, int TileVectors, Estimate Estimate)
    : Kernel(InstructionSet, Estimate)
{
    public override string Suffix => $"Tiles{Lanes * 32}";

    public override string Title => $"direct {(Sparse ? "sparse" : "dense")} taps, {Lanes * 32}-bit vectors, tiles of {TileRows} × {TileVectors * Lanes}";

    public override WeightLayout? Layout => Sparse ? new TapsLayout() : null;
}

/// <summary>The direct convolution, output by output and tap by tap.</summary>
internal sealed record ScalarTapsKernel(bool Sparse, Estimate Estimate) : Kernel(InstructionSet.Scalar, Estimate)
{
    public override string Suffix => "Scalar";

    public override string Title => $"direct {(Sparse ? "sparse" : "dense")} taps, scalar";

    public override WeightLayout? Layout => Sparse ? new TapsLayout() : null;
}
