namespace DeepCompression.Aot.Generator.Model;

/// <summary>
/// The direct sparse convolution over packed planes, with max pooling where the layer has it: for a tile of output positions and a
/// block of input channels the input is copied to aligned vectors, one for every place of a patch; then each output channel's
/// non-zero taps pass, each a broadcast weight times such vectors, while the sums stay in registers.
/// </summary>
/// <param name="InstructionSet">The vectors it uses.</param>
/// <param name="Vectors">Vectors of output positions of a tile.</param>
/// <param name="BlockChannels">Input channels of a block.</param>
/// <param name="ThreadScratch">Floats that hold the planes of a block, and the sums between blocks.</param>
/// <param name="Estimate">What it is expected to cost.</param>
internal sealed record PackedTilesKernel(
    InstructionSet InstructionSet, int Vectors, int BlockChannels, int ThreadScratch, Estimate Estimate) : Kernel(InstructionSet, Estimate)
{
    public override string Suffix => $"Packed{Lanes * 32}";

    public override string Title => $"direct sparse taps over packed planes, {MadeFor($"{Lanes * 32}-bit vectors")}, tiles of {Vectors * Lanes}";

    public override WeightLayout? Layout => new PackedTapsLayout(Vectors, Lanes, BlockChannels);

    public override int ScratchLength => TwoThreads ? checked(2 * ThreadScratch) : ThreadScratch;

    public override bool CanSplit => true;

    public override string? ConstantsSuffix => $"{Suffix}Tile";
}

/// <summary>
/// Winograd's convolution for windows of 3×3 and strides of 1: tiles of 4×4 outputs by 36 products for each input channel. It takes
/// zeros for weights like others, and pays where more than a sixth of them are left.
/// </summary>
/// <param name="InstructionSet">The vectors it uses.</param>
/// <param name="Tiles">Tiles whose sums stay in registers.</param>
/// <param name="BlockRows">Rows of tiles that are computed together.</param>
/// <param name="ThreadScratch">Floats that hold a block's transformed inputs and products.</param>
/// <param name="Estimate">What it is expected to cost.</param>
internal sealed record WinogradKernel(
    InstructionSet InstructionSet, int Tiles, int BlockRows, int ThreadScratch, Estimate Estimate) : Kernel(InstructionSet, Estimate)
{
    public override string Suffix => $"Winograd{Lanes * 32}";

    public override string Title => $"Winograd's convolution of 4×4 outputs, dense, {Lanes * 32}-bit vectors";

    public override WeightLayout? Layout => new WinogradLayout(Lanes, BlockRows);

    public override int ScratchLength => TwoThreads ? checked(2 * ThreadScratch) : ThreadScratch;

    public override bool CanSplit => true;

    public override string? ConstantsSuffix => $"{Suffix}Tile";
}

/// <summary>
/// The convolution as a tiled product of matrices, zeros included: a panel of output channels after the other meets a tile of output
/// positions, and their sums stay in registers.
/// </summary>
/// <param name="InstructionSet">The vectors it uses.</param>
/// <param name="Panels">How the layer is cut.</param>
/// <param name="LastVectors">Vectors of the plane's last tile where that has fewer, otherwise 0.</param>
/// <param name="ThreadScratch">Floats that hold what a tile meets, and sums between blocks of taps.</param>
/// <param name="Estimate">What it is expected to cost.</param>
internal sealed record PanelsKernel(
    InstructionSet InstructionSet, PanelsLayout Panels, int LastVectors, int ThreadScratch, Estimate Estimate) : Kernel(InstructionSet, Estimate)
{
    public override string Suffix => $"Panels{Lanes * 32}";

    public override string Title =>
        $"tiled product, dense, {Lanes * 32}-bit vectors, panels of {Panels.Rows} channels, tiles of {Panels.Vectors * Lanes}{(Panels.InPlace ? " in place" : string.Empty)}";

    public override WeightLayout? Layout => Panels;

    public override int ScratchLength => TwoThreads ? checked(2 * ThreadScratch) : ThreadScratch;

    public override bool CanSplit => true;

    public override string? ConstantsSuffix => $"{Suffix}Tile";
}

/// <summary>The same in arithmetic of integers: words of four channels' bytes take the place of floats.</summary>
/// <param name="Panels">How the layer is cut.</param>
/// <param name="LastVectors">Vectors of the plane's last tile where that has fewer, otherwise 0.</param>
/// <param name="Activations">How activations become integers.</param>
/// <param name="ThreadScratch">Floats that hold the input in words, what a tile meets, and sums between blocks of taps.</param>
/// <param name="Estimate">What it is expected to cost.</param>
internal sealed record BytePanelsKernel(
    BytePanelsLayout Panels, int LastVectors, IntegerActivations Activations, int ThreadScratch, Estimate Estimate)
    : Kernel(InstructionSet.AvxVnni, Estimate)
{
    public override string Suffix => "PanelsBytes";

    public override string Title =>
        $"tiled product of bytes, dense, AVX-VNNI, panels of {Panels.Sizes.Rows} channels, tiles of {Panels.Sizes.Vectors * Lanes}{(Panels.Sizes.InPlace ? " in place" : string.Empty)}";

    public override WeightLayout? Layout => Panels;

    public override int ScratchLength => TwoThreads ? checked(2 * ThreadScratch) : ThreadScratch;

    public override bool CanSplit => true;

    public override string? ConstantsSuffix => $"{Suffix}Tile";
}

/// <summary>The direct convolution, output by output and tap by tap.</summary>
internal sealed record ScalarTapsKernel(bool Sparse, Estimate Estimate) : Kernel(InstructionSet.Scalar, Estimate)
{
    public override string Suffix => "Scalar";

    public override string Title => $"direct {(Sparse ? "sparse" : "dense")} taps, scalar";

    public override WeightLayout? Layout => Sparse ? new TapsLayout() : null;
}
