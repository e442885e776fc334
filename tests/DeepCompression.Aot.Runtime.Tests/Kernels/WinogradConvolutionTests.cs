using DeepCompression.Aot.Tests;

namespace DeepCompression.Aot.Runtime.Tests.Kernels;

/// <summary>Winograd's convolution at every width, whatever the processor has, against sums in double precision.</summary>
public class WinogradConvolutionTests
{
    private delegate void Form(WinogradWeights weights, ReadOnlySpan<float> input, Span<float> output, Span<float> scratch, bool relu);

    private static readonly (int Lanes, Form Run)[] Forms =
    [
        (4, WinogradConvolution.Run128<Tile>),
        (8, WinogradConvolution.Run256<Tile>),
        (16, WinogradConvolution.Run512<Tile>),
    ];

    [LinuxFact]
    public void Any_shape_block_and_number_of_tiles_gives_the_sum_of_products_at_every_width() => Properties.Check(random =>
    {
        bool pools = random.Next(2) == 0;
        int stored = pools ? 2 : 4;
        var shape = new ConvolutionShape(
            InputChannels: random.Next(1, 20), Height: random.Next(4, 13), Width: random.Next(4, 13), OutputChannels: random.Next(1, 36), 3, 3, 1, 1, pools);
        int rows = (shape.OutputHeight + stored - 1) / stored;
        int columns = (shape.OutputWidth + stored - 1) / stored;
        int blockRows = random.Next(1, rows + 1);
        Tile.Set(random.Next(1, Math.Min(WinogradConvolution.MaxTiles, blockRows * columns) + 1));
        foreach ((int lanes, Form run) in Forms)
        {
            RequireSums(random, shape, lanes, blockRows, run);
        }
    });

    [Fact]
    public void Hundreds_of_channels_of_rectified_inputs_stay_within_the_bound()
    {
        var random = new Random(1);
        var shape = new ConvolutionShape(512, 8, 8, 32, 3, 3, 1, 1, Pools: false);
        float[] weights = [.. ConvolutionReference.Numbers(random, 32 * shape.RowLength).Select(weight => random.Next(10) < 3 ? weight : 0)];
        float[] input = [.. ConvolutionReference.Numbers(random, shape.InputLength).Select(x => Math.Max(x, 0))];
        var unpacked = WinogradWeights.FromRows(weights, [], shape, lanes: 16, blockRows: 2);
        var output = new float[shape.OutputLength];
        Tile.Set(4);
        WinogradConvolution.Run512<Tile>(unpacked, input, output, new float[unpacked.ScratchLength], relu: false);
        ConvolutionReference.RequireClose(shape, weights, [], input, output, relu: false);
    }

    [Fact]
    public void What_does_not_fit_is_refused_by_name()
    {
        var shape = new ConvolutionShape(2, 6, 7, 3, 3, 3, 1, 1, Pools: false);
        WinogradWeights weights = WinogradWeights.FromRows(new float[54], [], shape, lanes: 4, blockRows: 1);
        float[] input = new float[shape.InputLength];
        float[] output = new float[shape.OutputLength];
        float[] scratch = new float[weights.ScratchLength];
        Tile.Set(2);
        Assert.Throws<ArgumentException>("input", () => WinogradConvolution.Run128<Tile>(weights, input.AsSpan(1), output, scratch, relu: false));
        Assert.Throws<ArgumentException>("output", () => WinogradConvolution.Run128<Tile>(weights, input, output.AsSpan(1), scratch, relu: false));
        Assert.Throws<ArgumentException>("scratch", () => WinogradConvolution.Run128<Tile>(weights, input, output, scratch.AsSpan(1), relu: false));
        Assert.Throws<ArgumentException>("weights", () => WinogradConvolution.Run256<Tile>(weights, input, output, scratch, relu: false));
        Tile.Set(3);
        Assert.Throws<ArgumentException>("weights", () => WinogradConvolution.Run128<Tile>(weights, input, output, scratch, relu: false));
        Assert.Throws<ArgumentException>("rowMajor", () => WinogradWeights.FromRows(new float[5], [], shape, 4, 1));
        Assert.Throws<ArgumentException>("bias", () => WinogradWeights.FromRows(new float[54], [1], shape, 4, 1));
        Assert.Throws<ArgumentOutOfRangeException>("blockRows", () => WinogradWeights.FromRows(new float[54], [], shape, 4, 2));
        Assert.Throws<ArgumentOutOfRangeException>("shape", () => WinogradWeights.FromRows(new float[54], [], shape with { StrideX = 2 }, 4, 1));
        Assert.Throws<ArgumentOutOfRangeException>("shape", () => WinogradWeights.FromRows(new float[54], [], shape with { Width = 3 }, 4, 1));
    }

    [Fact]
    public void A_run_allocates_nothing()
    {
        var shape = new ConvolutionShape(4, 9, 9, 3, 3, 3, 1, 1, Pools: true);
        WinogradWeights weights = WinogradWeights.FromRows(ConvolutionReference.Numbers(new Random(1), 3 * shape.RowLength), [1, 2, 3], shape, lanes: 8, blockRows: 2);
        Tile.Set(2);
        var buffers = (Input: new float[shape.InputLength], Output: new float[shape.OutputLength], Scratch: new float[weights.ScratchLength]);
        void Run() => WinogradConvolution.Run256<Tile>(weights, buffers.Input, buffers.Output, buffers.Scratch, relu: true);
        Run();
        long before = GC.GetAllocatedBytesForCurrentThread();
        Run();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static void RequireSums(Random random, ConvolutionShape shape, int lanes, int blockRows, Form run)
    {
        bool atStart = random.Next(2) == 0;
        bool relu = random.Next(2) == 0;
        float[] weights = ConvolutionReference.Sparse(random, shape.OutputChannels * shape.RowLength);
        float[] bias = random.Next(2) == 0 ? [] : ConvolutionReference.Numbers(random, shape.OutputChannels);
        WinogradWeights unpacked = WinogradWeights.FromRows(weights, bias, shape, lanes, blockRows);
        using var input = new GuardedMemory<float>(ConvolutionReference.Numbers(random, shape.InputLength), atStart);
        using var output = new GuardedMemory<float>(shape.OutputLength, atStart);
        using var scratch = new GuardedMemory<float>(unpacked.ScratchLength, atStart);
        scratch.Span.Fill(float.NaN);
        run(unpacked, input.Span, output.Span, scratch.Span, relu);
        ConvolutionReference.RequireCloseForMagnitudes(4e-6, shape, weights, bias, input.Span, output.Span, relu);
    }

    /// <summary>A tile whose constant a test sets, each thread its own; real ones are constants for the compiler too.</summary>
    private readonly struct Tile : IWinogradTile
    {
        [ThreadStatic]
        private static int Number;

        public static int Tiles => Number;

        public static void Set(int tiles) => Number = tiles;
    }
}
