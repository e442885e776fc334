using DeepCompression.Aot.Tests;

namespace DeepCompression.Aot.Runtime.Tests.Kernels;

/// <summary>The convolution of bytes, with the processor's products and without, against sums of integers, and those against floats.</summary>
public class BytePanelConvolutionTests
{
    private const int Lanes = 8;

    [LinuxFact]
    public void Any_shape_gives_the_sum_of_products_of_rounded_numbers_exactly() => Properties.Check(random =>
    {
        (ConvolutionShape shape, PanelSizes sizes) = RandomLayer(random);
        bool relu = random.Next(2) == 0;
        float[] weights = ConvolutionReference.Sparse(random, shape.OutputChannels * shape.RowLength);
        float[] bias = random.Next(2) == 0 ? [] : ConvolutionReference.Numbers(random, shape.OutputChannels);
        float[] input = Activations(random, shape.InputLength);
        ActivationOctets activations = random.Next(2) == 0
            ? ActivationOctets.Of(input)
            : ActivationOctets.Calibrated(0.75f, mayBeNegative: random.Next(2) == 0);
        float[] output = Run(random, BytePanels.FromRows(weights, bias, shape, sizes), sizes, input, activations, relu);
        Assert.Equal(Expected(shape, weights, bias, input, activations, relu), output);
    });

    [Fact]
    public void Rounding_costs_at_most_half_a_step_of_each_factor() => Properties.Check(random =>
    {
        (ConvolutionShape shape, PanelSizes sizes) = RandomLayer(random);
        float[] weights = ConvolutionReference.Numbers(random, shape.OutputChannels * shape.RowLength);
        float[] input = Activations(random, shape.InputLength);
        ActivationOctets activations = ActivationOctets.Of(input);
        float[] output = Run(random, BytePanels.FromRows(weights, [], shape, sizes), sizes, input, activations, relu: false);
        double[] exact = ConvolutionReference.Outputs(shape, weights, [], input, relu: false);

        // Steps, the rounding of an offset among them, and one more step for the floats in between.
        double weightStep = weights.Max(Math.Abs) / 127.0;
        double most = shape.RowLength * ((activations.Scale * weights.Max(Math.Abs)) + (weightStep * input.Max(Math.Abs)) + (activations.Scale * weightStep));
        Assert.All(exact.Zip(output), pair => Assert.Equal(pair.First, pair.Second, most));
    });

    [Fact]
    public void Zeros_give_the_bias_and_an_infinite_activation_no_number()
    {
        var shape = new ConvolutionShape(1, 1, 8, 1, 1, 1, 1, 1, Pools: false);
        var sizes = new PanelSizes(Lanes, Vectors: 1, Rows: 1, BlockTaps: 1, InPlace: true);
        float[] zeros = new float[8];
        BytePanels weights = BytePanels.FromRows([2], [0.5f], shape, sizes);
        Assert.All(Run(new Random(1), weights, sizes, zeros, ActivationOctets.Of(zeros), relu: false), output => Assert.Equal(0.5f, output));
        Assert.All(
            Run(new Random(1), BytePanels.FromRows([0], [0.5f], shape, sizes), sizes, [1, 2, 3, 4, 5, 6, 7, 8], new ActivationOctets(1, 0), relu: false),
            output => Assert.Equal(0.5f, output));
        float[] infinite = [float.PositiveInfinity, 1, 2, 3, 4, 5, 6, 7];
        Assert.All(Run(new Random(1), weights, sizes, infinite, ActivationOctets.Of(infinite), relu: false), output => Assert.Equal(float.NaN, output));
    }

    [Fact]
    public void The_least_numbers_there_are_do_not_wrap()
    {
        // 150 steps of the least float, whose 127th part is rounded to one step.
        var shape = new ConvolutionShape(1, 1, 8, 1, 1, 1, 1, 1, Pools: false);
        var sizes = new PanelSizes(Lanes, Vectors: 1, Rows: 1, BlockTaps: 1, InPlace: true);
        BytePanels weights = BytePanels.FromRows([150 * float.Epsilon], [], shape, sizes);
        Assert.Equal([127], weights.Sums);
    }

    [Fact]
    public void What_does_not_fit_is_refused_by_name()
    {
        var shape = new ConvolutionShape(5, 5, 6, 3, 2, 3, 1, 1, Pools: false);
        var sizes = new PanelSizes(Lanes, Vectors: 1, Rows: 3, BlockTaps: 5, InPlace: false);
        BytePanels weights = BytePanels.FromRows(new float[90], [], shape, sizes);
        float[] input = new float[shape.InputLength];
        float[] output = new float[shape.OutputLength];
        float[] scratch = new float[weights.ScratchLength];
        PanelCases.Tile.Set(shape, sizes, relu: false);
        ActivationOctets activations = ActivationOctets.Of(input);
        Assert.Throws<ArgumentException>("input", () => BytePanelConvolution.Run<PanelCases.Tile>(weights, input.AsSpan(1), activations, output, scratch, false));
        Assert.Throws<ArgumentException>("output", () => BytePanelConvolution.Run<PanelCases.Tile>(weights, input, activations, output.AsSpan(1), scratch, false));
        Assert.Throws<ArgumentException>("scratch", () => BytePanelConvolution.Run<PanelCases.Tile>(weights, input, activations, output, scratch.AsSpan(1), false));
        Assert.Throws<ArgumentException>("rowMajor", () => { BytePanels.FromRows(new float[5], [], shape, sizes); });
        Assert.Throws<ArgumentException>("bias", () => { BytePanels.FromRows(new float[90], [1], shape, sizes); });
        var large = new ConvolutionShape(BytePanelConvolution.MaxRowLength + 1, 1, 8, 1, 1, 1, 1, 1, Pools: false);
        Assert.Throws<ArgumentOutOfRangeException>("shape", () => { BytePanels.FromRows(new float[large.RowLength], [], large, sizes); });
    }

    [Fact]
    public void A_run_allocates_nothing()
    {
        var shape = new ConvolutionShape(6, 9, 9, 3, 3, 3, 2, 2, Pools: false);
        var sizes = new PanelSizes(Lanes, Vectors: 2, Rows: 2, BlockTaps: 10, InPlace: false);
        BytePanels weights = BytePanels.FromRows(ConvolutionReference.Numbers(new Random(1), 3 * shape.RowLength), [1, 2, 3], shape, sizes);
        PanelCases.Tile.Set(shape, sizes, relu: false);
        var buffers = (Input: new float[shape.InputLength], Output: new float[shape.OutputLength], Scratch: new float[weights.ScratchLength]);
        void Run() => BytePanelConvolution.Run<PanelCases.Tile>(
            weights, buffers.Input, ActivationOctets.Of(buffers.Input), buffers.Output, buffers.Scratch, relu: true);
        Run();
        long before = GC.GetAllocatedBytesForCurrentThread();
        Run();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    /// <summary>A layer of at least a vector of positions, and a way to cut it as one of words.</summary>
    private static (ConvolutionShape Shape, PanelSizes Sizes) RandomLayer(Random random)
    {
        ConvolutionShape shape;
        do
        {
            shape = PanelCases.RandomShape(random);
        }
        while (shape.Positions < Lanes);

        bool isPointwise = shape is { WindowHeight: 1, WindowWidth: 1, StrideY: 1 };
        bool mayStay = shape.StrideX == 1 && (isPointwise || shape.OutputWidth >= Lanes);
        ConvolutionShape words = shape with { InputChannels = (shape.InputChannels + 3) / 4 };
        return (shape, PanelCases.RandomSizes(random, words, Lanes, inPlace: mayStay && random.Next(2) == 0));
    }

    /// <summary>Some not negative, as behind a rectifier, some of both signs.</summary>
    private static float[] Activations(Random random, int length)
    {
        float[] numbers = ConvolutionReference.Numbers(random, length);
        return random.Next(2) == 0 ? numbers : Array.ConvertAll(numbers, MathF.Abs);
    }

    private static float[] Run(Random random, BytePanels weights, PanelSizes sizes, float[] numbers, ActivationOctets activations, bool relu)
    {
        bool atStart = random.Next(2) == 0;
        using var input = new GuardedMemory<float>(numbers, atStart);
        using var output = new GuardedMemory<float>(weights.Shape.OutputLength, atStart);
        using var scratch = new GuardedMemory<float>(weights.ScratchLength, atStart);
        scratch.Span.Fill(float.NaN);
        PanelCases.Tile.Set(weights.Shape, sizes, relu: false);
        BytePanelConvolution.Run<PanelCases.Tile>(weights, input.Span, activations, output.Span, scratch.Span, relu);
        return output.Span.ToArray();
    }

    /// <summary>What the definition gives for rounded numbers.</summary>
    private static float[] Expected(ConvolutionShape shape, float[] weights, float[] bias, float[] input, ActivationOctets activations, bool relu)
    {
        float steps = activations.Scale > 0 ? 1 / activations.Scale : 0;
        float[] bytes = Array.ConvertAll(input, x =>
            Math.Clamp(MathF.Round(MathF.FusedMultiplyAdd(x, steps, activations.Offset)), 0, 255) - activations.Offset);
        float[] scales = [.. weights.Chunk(shape.RowLength).Select(row => row.Max(MathF.Abs) / 127)];
        float[] rounded = [.. weights.Select((weight, i) => scales[i / shape.RowLength] is var scale && scale > 0 ? MathF.Round(weight / scale) : 0)];
        double[] sums = ConvolutionReference.Outputs(shape, rounded, [], bytes, relu: false);
        return [.. sums.Select((sum, i) => Output(i / shape.Positions, (float)sum))];

        float Output(int channel, float sum)
        {
            float value = MathF.FusedMultiplyAdd(sum, scales[channel] * activations.Scale, bias.Length == 0 ? 0 : bias[channel]);
            return relu ? MathF.Max(value, 0) : value;
        }
    }
}
