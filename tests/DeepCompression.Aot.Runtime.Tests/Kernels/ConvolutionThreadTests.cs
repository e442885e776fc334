namespace DeepCompression.Aot.Runtime.Tests.Kernels;

/// <summary>Convolutions that a second thread helps with: each thread has scratch memory of its own, and the outputs are those of one.</summary>
public class ConvolutionThreadTests
{
    /// <summary>Enough runs that the helper takes part in some of them, whatever else the machine does.</summary>
    private const int Runs = 20;

    private static readonly ConvolutionShape Shape = new(20, 19, 22, 21, 3, 3, 1, 1, Pools: false);

    private readonly Random _random = new(1);

    private delegate void Form(ReadOnlySpan<float> input, Span<float> output, Span<float> scratch);

    [Fact]
    public void Over_packed_planes()
    {
        var taps = PackedTaps.FromRows(ConvolutionReference.Sparse(_random, 21 * Shape.RowLength), Shape, Tile.Vectors, lanes: 8, blockChannels: 3);
        float[] bias = ConvolutionReference.Numbers(_random, 21);
        RequireSame(
            taps.ScratchLength,
            (input, output, scratch) => PackedConvolution.Run256<Tile>(taps, bias, input, output, scratch),
            (input, output, scratch) => PackedConvolution.Run256<SharedTile>(taps, bias, input, output, scratch));
    }

    [Fact]
    public void As_a_tiled_product()
    {
        var sizes = new PanelSizes(8, Tile.Vectors, Tile.Rows, BlockTaps: 50, InPlace: false);
        WeightPanels weights = WeightPanels.FromRows(ConvolutionReference.Numbers(_random, 21 * Shape.RowLength), [], Shape, sizes);
        RequireSame(
            weights.ScratchLength,
            (input, output, scratch) => PanelConvolution.Run256<Tile>(weights, input, output, scratch),
            (input, output, scratch) => PanelConvolution.Run256<SharedTile>(weights, input, output, scratch));
    }

    [Fact]
    public void In_Winograds_way()
    {
        WinogradWeights weights = WinogradWeights.FromRows(
            ConvolutionReference.Numbers(_random, 21 * Shape.RowLength), ConvolutionReference.Numbers(_random, 21), Shape, lanes: 8, blockRows: 2);
        RequireSame(
            weights.ScratchLength,
            (input, output, scratch) => WinogradConvolution.Run256<Tile>(weights, input, output, scratch, relu: true),
            (input, output, scratch) => WinogradConvolution.Run256<SharedTile>(weights, input, output, scratch, relu: true));
    }

    private void RequireSame(int scratchLength, Form one, Form two)
    {
        float[] input = ConvolutionReference.Numbers(_random, Shape.InputLength);
        var expected = new float[Shape.OutputLength];
        one(input, expected, new float[scratchLength]);
        Assert.Throws<ArgumentException>("scratch", () => two(input, new float[Shape.OutputLength], new float[(2 * scratchLength) - 1]));
        for (int run = 0; run < Runs; run++)
        {
            float[] actual = [.. Enumerable.Repeat(float.NaN, Shape.OutputLength)];
            float[] scratch = [.. Enumerable.Repeat(float.NaN, 2 * scratchLength)];
            two(input, actual, scratch);
            Assert.Equal(expected, actual);
        }
    }

    /// <summary>Constants of all three kernels.</summary>
    private readonly struct Tile : IConvolutionTile, IPanelTile, IWinogradTile
    {
        public static int Vectors => 3;

        public static int LastVectors => 1;

        public static int Rows => 4;

        public static int Tiles => 3;

        public static int Channels => 21;

        public static int Positions => 17 * 20;

        public static bool Pools => false;

        public static int PhaseAcross => 0;

        public static int PhaseDown => 0;

        public static bool Relu => true;
    }

    /// <summary>The same with a second thread.</summary>
    private readonly struct SharedTile : IConvolutionTile, IPanelTile, IWinogradTile
    {
        public static int Vectors => Tile.Vectors;

        public static int LastVectors => Tile.LastVectors;

        public static int Rows => Tile.Rows;

        public static int Tiles => Tile.Tiles;

        public static int Channels => Tile.Channels;

        public static int Positions => Tile.Positions;

        public static bool Pools => Tile.Pools;

        public static int PhaseAcross => Tile.PhaseAcross;

        public static int PhaseDown => Tile.PhaseDown;

        public static bool Relu => Tile.Relu;

        public static bool TwoThreads => true;
    }
}
