using DeepCompression.Aot.Tests;

namespace DeepCompression.Aot.Runtime.Tests.Kernels;

/// <summary>The convolution as a tiled product at every width, whatever the processor has, against sums in double precision.</summary>
public class PanelConvolutionTests
{
    /// <summary>Half the distance from one to the next float: what a rounding adds to a number, relative to it.</summary>
    private const double Rounding = 1.0 / (1 << 24);

    private delegate void Form(WeightPanels weights, ReadOnlySpan<float> input, Span<float> output, Span<float> scratch);

    private static readonly (int Lanes, Form Run)[] Forms =
    [
        (4, PanelConvolution.Run128<PanelCases.Tile>),
        (8, PanelConvolution.Run256<PanelCases.Tile>),
        (16, PanelConvolution.Run512<PanelCases.Tile>),
    ];

    [LinuxFact]
    public void Any_shape_tile_panel_and_block_gives_the_sum_of_products_at_every_width() => Properties.Check(random =>
    {
        ConvolutionShape shape = PanelCases.RandomShape(random);
        foreach ((int lanes, Form run) in Forms.Where(form => form.Lanes <= shape.Positions))
        {
            RequireSums(random, shape, PanelCases.RandomSizes(random, shape, lanes, inPlace: false), run);
            int row = shape.WindowHeight == 1 && shape.WindowWidth == 1 && shape.StrideY == 1 ? shape.Positions : shape.OutputWidth;
            if (shape.StrideX == 1 && lanes <= row)
            {
                RequireSums(random, shape, PanelCases.RandomSizes(random, shape, lanes, inPlace: true), run);
            }
        }
    });

    [Fact]
    public void Hundreds_of_channels_stay_within_the_bound()
    {
        var random = new Random(1);
        var shape = new ConvolutionShape(600, 5, 25, 20, 1, 1, 1, 1, Pools: false);
        RequireSums(random, shape, new PanelSizes(16, Vectors: 3, Rows: 8, BlockTaps: 128, InPlace: true), PanelConvolution.Run512<PanelCases.Tile>);
        RequireSums(random, shape, new PanelSizes(8, Vectors: 3, Rows: 4, BlockTaps: 200, InPlace: false), PanelConvolution.Run256<PanelCases.Tile>);
    }

    [Fact]
    public void What_does_not_fit_is_refused_by_name()
    {
        var shape = new ConvolutionShape(2, 5, 6, 3, 2, 3, 1, 1, Pools: false);
        var sizes = new PanelSizes(4, Vectors: 2, Rows: 3, BlockTaps: 5, InPlace: false);
        WeightPanels weights = WeightPanels.FromRows(new float[36], [], shape, sizes);
        float[] input = new float[shape.InputLength];
        float[] output = new float[shape.OutputLength];
        float[] scratch = new float[weights.ScratchLength];
        PanelCases.Tile.Set(shape, sizes, relu: false);
        Assert.Throws<ArgumentException>("input", () => PanelConvolution.Run128<PanelCases.Tile>(weights, input.AsSpan(1), output, scratch));
        Assert.Throws<ArgumentException>("output", () => PanelConvolution.Run128<PanelCases.Tile>(weights, input, output.AsSpan(1), scratch));
        Assert.Throws<ArgumentException>("scratch", () => PanelConvolution.Run128<PanelCases.Tile>(weights, input, output, scratch.AsSpan(1)));
        Assert.Throws<ArgumentException>("weights", () => PanelConvolution.Run256<PanelCases.Tile>(weights, input, output, scratch));
        PanelCases.Tile.Set(shape, sizes with { Rows = 2 }, relu: false);
        Assert.Throws<ArgumentException>("weights", () => PanelConvolution.Run128<PanelCases.Tile>(weights, input, output, scratch));
        PanelCases.Tile.Set(shape, sizes with { Vectors = 3 }, relu: false);
        Assert.Throws<ArgumentException>("weights", () => PanelConvolution.Run128<PanelCases.Tile>(weights, input, output, scratch));
        Refuse<ArgumentException>("rowMajor", () => WeightPanels.FromRows(new float[5], [], shape, sizes));
        Refuse<ArgumentException>("bias", () => WeightPanels.FromRows(new float[36], [1], shape, sizes));
        Refuse<ArgumentOutOfRangeException>("Vectors", () => WeightPanels.FromRows(new float[36], [], shape, sizes with { Vectors = 4 }));
        Refuse<ArgumentOutOfRangeException>("Rows", () => WeightPanels.FromRows(new float[36], [], shape, sizes with { Rows = 13 }));
        Refuse<ArgumentOutOfRangeException>("BlockTaps", () => WeightPanels.FromRows(new float[36], [], shape, sizes with { BlockTaps = 0 }));
        Refuse<ArgumentOutOfRangeException>("Lanes", () => WeightPanels.FromRows(new float[36], [], shape, sizes with { Lanes = 32 }));
        Refuse<ArgumentOutOfRangeException>("InPlace", () => WeightPanels.FromRows(new float[36], [], shape, sizes with { Lanes = 8, InPlace = true }));
        Refuse<ArgumentOutOfRangeException>("shape", () => WeightPanels.FromRows(new float[36], [], shape with { Pools = true }, sizes));
    }

    [Fact]
    public void A_run_allocates_nothing()
    {
        var shape = new ConvolutionShape(4, 9, 9, 3, 3, 3, 2, 2, Pools: false);
        var sizes = new PanelSizes(8, Vectors: 2, Rows: 2, BlockTaps: 10, InPlace: false);
        WeightPanels weights = WeightPanels.FromRows(ConvolutionReference.Numbers(new Random(1), 3 * shape.RowLength), [1, 2, 3], shape, sizes);
        PanelCases.Tile.Set(shape, sizes, relu: true);
        var buffers = (Input: new float[shape.InputLength], Output: new float[shape.OutputLength], Scratch: new float[weights.ScratchLength]);
        void Run() => PanelConvolution.Run256<PanelCases.Tile>(weights, buffers.Input, buffers.Output, buffers.Scratch);
        Run();
        long before = GC.GetAllocatedBytesForCurrentThread();
        Run();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static void Refuse<TException>(string parameter, Func<WeightPanels> build)
        where TException : ArgumentException =>
        Assert.Throws<TException>(parameter, () => { build(); });

    private static void RequireSums(Random random, ConvolutionShape shape, PanelSizes sizes, Form run)
    {
        bool atStart = random.Next(2) == 0;
        bool relu = random.Next(2) == 0;
        float[] weights = ConvolutionReference.Sparse(random, shape.OutputChannels * shape.RowLength);
        float[] bias = random.Next(2) == 0 ? [] : ConvolutionReference.Numbers(random, shape.OutputChannels);
        WeightPanels panels = WeightPanels.FromRows(weights, bias, shape, sizes);
        using var input = new GuardedMemory<float>(ConvolutionReference.Numbers(random, shape.InputLength), atStart);
        using var output = new GuardedMemory<float>(shape.OutputLength, atStart);
        using var scratch = new GuardedMemory<float>(panels.ScratchLength, atStart);
        scratch.Span.Fill(float.NaN);
        PanelCases.Tile.Set(shape, sizes, relu);
        run(panels, input.Span, output.Span, scratch.Span);

        // A chain of additions rounds once for each, and each product at most once before.
        double fraction = (shape.RowLength + 2) * Rounding;
        ConvolutionReference.RequireCloseForMagnitudes(fraction, shape, weights, bias, input.Span, output.Span, relu);
    }
}
