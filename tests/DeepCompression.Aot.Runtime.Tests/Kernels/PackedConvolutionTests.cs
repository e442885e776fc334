using DeepCompression.Aot.Tests;

namespace DeepCompression.Aot.Runtime.Tests.Kernels;

/// <summary>The convolution over packed planes at every width, whatever the processor has, against sums in double precision.</summary>
public class PackedConvolutionTests
{
    private delegate void Form(
        PackedTaps taps, ReadOnlySpan<float> bias, ReadOnlySpan<float> input, Span<float> output, Span<float> scratch);

    private static readonly (int Lanes, Form Run)[] Forms =
    [
        (4, PackedConvolution.Run128<Tile>),
        (8, PackedConvolution.Run256<Tile>),
        (16, PackedConvolution.Run512<Tile>),
    ];

    [LinuxFact]
    public void Any_shape_tile_and_block_gives_the_sum_of_products_at_every_width() => Properties.Check(random =>
    {
        ConvolutionShape shape = RandomShape(random);
        foreach ((int lanes, Form run) in Forms.Where(form => form.Lanes <= shape.Positions))
        {
            int planeVectors = (shape.Positions + lanes - 1) / lanes;
            int vectors = random.Next(1, Math.Min(planeVectors, PackedConvolution.MaxSums / shape.Phases) + 1);
            RequireSums(random, shape, vectors, lanes, blockChannels: random.Next(1, 7), run);
        }
    });

    [Fact]
    public void A_layer_without_weights_gives_its_bias()
    {
        var shape = new ConvolutionShape(2, 5, 6, 3, 2, 3, 1, 1, Pools: false);
        var taps = PackedTaps.FromRows(new float[3 * shape.RowLength], shape, vectors: 2, lanes: 4, blockChannels: 1);
        Tile.Set(shape, vectors: 2, relu: false);
        var output = new float[shape.OutputLength];
        PackedConvolution.Run128<Tile>(taps, [1, -2, 3], new float[shape.InputLength], output, new float[taps.ScratchLength]);
        Assert.Equal([1, -2, 3], output.Chunk(shape.Positions).Select(plane => plane.Distinct().Single()));
    }

    [Fact]
    public void What_a_weight_does_not_meet_does_not_count_even_if_it_is_no_number()
    {
        var shape = new ConvolutionShape(1, 6, 6, 1, 2, 2, 1, 1, Pools: false);
        var taps = PackedTaps.FromRows([1, 0, 0, 0], shape, vectors: 2, lanes: 16, blockChannels: 1);
        Tile.Set(shape, vectors: 2, relu: false);
        float[] input = [.. Enumerable.Range(0, 36).Select(i => i % 6 == 5 || i >= 30 ? float.NaN : i)];
        var output = new float[25];
        PackedConvolution.Run512<Tile>(taps, [], input, output, new float[taps.ScratchLength]);
        Assert.Equal(input.Where(float.IsFinite), output);
    }

    [Fact]
    public void What_does_not_fit_is_refused_by_name()
    {
        var shape = new ConvolutionShape(2, 5, 6, 3, 2, 3, 1, 1, Pools: false);
        var taps = PackedTaps.FromRows(new float[3 * shape.RowLength], shape, vectors: 2, lanes: 4, blockChannels: 1);
        float[] input = new float[shape.InputLength];
        float[] output = new float[shape.OutputLength];
        float[] scratch = new float[taps.ScratchLength];
        Tile.Set(shape, vectors: 2, relu: false);
        Assert.Throws<ArgumentException>("input", () => PackedConvolution.Run128<Tile>(taps, [], input.AsSpan(1), output, scratch));
        Assert.Throws<ArgumentException>("output", () => PackedConvolution.Run128<Tile>(taps, [], input, output.AsSpan(1), scratch));
        Assert.Throws<ArgumentException>("bias", () => PackedConvolution.Run128<Tile>(taps, [1], input, output, scratch));
        Assert.Throws<ArgumentException>("scratch", () => PackedConvolution.Run128<Tile>(taps, [], input, output, scratch.AsSpan(1)));
        Assert.Throws<ArgumentException>("taps", () => PackedConvolution.Run256<Tile>(taps, [], input, output, scratch));
        Tile.Set(shape, vectors: 3, relu: false);
        Assert.Throws<ArgumentException>("taps", () => PackedConvolution.Run128<Tile>(taps, [], input, output, scratch));
        Assert.Throws<ArgumentException>("rowMajor", () => PackedTaps.FromRows(new float[5], shape, 2, 4, 1));
        Assert.Throws<ArgumentOutOfRangeException>("vectors", () => PackedTaps.FromRows(new float[36], shape, 5, 4, 1));
        Assert.Throws<ArgumentOutOfRangeException>("lanes", () => PackedTaps.FromRows(new float[36], shape, 1, 32, 1));
    }

    [Fact]
    public void A_run_allocates_nothing()
    {
        var shape = new ConvolutionShape(4, 9, 9, 3, 3, 3, 1, 1, Pools: true);
        var taps = PackedTaps.FromRows(ConvolutionReference.Sparse(new Random(1), 3 * shape.RowLength), shape, vectors: 1, lanes: 8, blockChannels: 2);
        Tile.Set(shape, vectors: 1, relu: true);
        var buffers = (Input: new float[shape.InputLength], Output: new float[shape.OutputLength], Scratch: new float[taps.ScratchLength]);
        void Run() => PackedConvolution.Run256<Tile>(taps, [], buffers.Input, buffers.Output, buffers.Scratch);
        Run();
        long before = GC.GetAllocatedBytesForCurrentThread();
        Run();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static ConvolutionShape RandomShape(Random random)
    {
        bool pools = random.Next(2) == 0;
        (int windowHeight, int windowWidth) = (random.Next(1, 6), random.Next(1, 6));
        (int strideY, int strideX) = (random.Next(1, 4), random.Next(1, 4));
        int pooled = pools ? 1 : 0;
        return new ConvolutionShape(
            InputChannels: random.Next(1, 9),
            Height: windowHeight + (pooled * strideY) + random.Next(12),
            Width: windowWidth + (pooled * strideX) + random.Next(30),
            OutputChannels: random.Next(1, 6),
            windowHeight,
            windowWidth,
            strideY,
            strideX,
            pools);
    }

    private static void RequireSums(Random random, ConvolutionShape shape, int vectors, int lanes, int blockChannels, Form run)
    {
        bool atStart = random.Next(2) == 0;
        bool relu = random.Next(2) == 0;
        float[] weights = ConvolutionReference.Sparse(random, shape.OutputChannels * shape.RowLength);
        if (random.Next(3) == 0)
        {
            KeepTwoGroups(shape, weights);
        }

        float[] bias = random.Next(2) == 0 ? [] : ConvolutionReference.Numbers(random, shape.OutputChannels);
        var taps = PackedTaps.FromRows(weights, shape, vectors, lanes, blockChannels);
        using var input = new GuardedMemory<float>(ConvolutionReference.Numbers(random, shape.InputLength), atStart);
        using var output = new GuardedMemory<float>(shape.OutputLength, atStart);
        using var scratch = new GuardedMemory<float>(taps.ScratchLength, atStart);
        scratch.Span.Fill(float.NaN);
        Tile.Set(shape, vectors, relu);
        run(taps, bias, input.Span, output.Span, scratch.Span);

        ConvolutionReference.RequireCloseForMagnitudes(5e-7, shape, weights, bias, input.Span, output.Span, relu);
    }

    /// <summary>Weights as of two groups: zero where an output channel of one half meets an input channel of the other.</summary>
    private static void KeepTwoGroups(ConvolutionShape shape, float[] weights)
    {
        int window = shape.WindowHeight * shape.WindowWidth;
        for (int i = 0; i < weights.Length; i++)
        {
            (int output, int inRow) = Math.DivRem(i, shape.RowLength);
            if ((output < shape.OutputChannels / 2) != (inRow / window < shape.InputChannels / 2))
            {
                weights[i] = 0;
            }
        }
    }

    /// <summary>A tile whose constants a test sets, each thread its own; real ones are constants for the compiler too.</summary>
    private readonly struct Tile : IConvolutionTile
    {
        [ThreadStatic]
        private static (ConvolutionShape Shape, int Vectors, bool Relu) Constants;

        public static int Vectors => Constants.Vectors;

        public static int Channels => Constants.Shape.OutputChannels;

        public static int Positions => Constants.Shape.Positions;

        public static bool Pools => Constants.Shape.Pools;

        public static int PhaseAcross => Constants.Shape.PhaseAcross;

        public static int PhaseDown => Constants.Shape.PhaseDown;

        public static bool Relu => Constants.Relu;

        public static void Set(ConvolutionShape shape, int vectors, bool relu) => Constants = (shape, vectors, relu);
    }
}
