using DeepCompression.Aot.Tests;

namespace DeepCompression.Aot.Runtime.Tests.Kernels;

/// <summary>The convolution in groups over the input where it is, at every width, and the one without preparation, against sums in double precision.</summary>
public class DirectConvolutionTests
{
    private delegate void Form(
        DirectTaps taps, ReadOnlySpan<float> bias, ReadOnlySpan<float> input, Span<float> output, Span<float> scratch, float lowest, float highest);

    private static readonly (int Lanes, Form Run)[] Forms =
    [
        (4, DirectConvolution.Run128),
        (8, DirectConvolution.Run256),
        (16, DirectConvolution.Run512),
    ];

    [LinuxFact]
    public void Any_shape_gives_the_sum_of_products_at_every_width() => Properties.Check(random =>
        RequireSumsAtEveryWidth(random, RandomShape(random, maxStride: 2)));

    [LinuxFact]
    public void Planes_with_a_border_of_one_give_the_sum_of_products_at_every_width() => Properties.Check(random =>
    {
        // From a single element to rows that vectors hardly fill better by reaching into the next, or not at all.
        int width = random.Next(1, random.Next(2) == 0 ? 14 : 60);
        var shape = new GroupedShape(random.Next(1, 5), 1, random.Next(1, 3), random.Next(1, 14), width, 3, 3, 1, 1, 1, 1, 1, 1);
        RequireSumsAtEveryWidth(random, shape);
    });

    [LinuxFact]
    public void Any_shape_gives_the_sum_of_products_without_preparation() => Properties.Check(random =>
    {
        GroupedShape shape = RandomShape(random, maxStride: 3);
        RequireSums(random, shape, (weights, bias, input, output, limits) =>
            GroupedConvolution.Apply(input.Span, weights, bias, output.Span, shape, limits.Lowest, limits.Highest));
    });

    [Theory]
    [InlineData(25, 5)]
    [InlineData(12, 12)]
    [InlineData(3, 3)]
    [InlineData(4, 70)]
    public void What_lies_beyond_the_edge_of_a_plane_does_not_count_even_if_it_is_no_number(int height, int width)
    {
        // The planes before and behind the one in the middle hold nothing else.
        var shape = new GroupedShape(3, 1, 1, height, width, 3, 3, 1, 1, 1, 1, 1, 1);
        int plane = height * width;
        float[] input = [.. Enumerable.Range(0, 3 * plane).Select(i => i / plane == 1 ? 1 : float.NaN)];
        foreach ((int lanes, Form run) in Forms)
        {
            DirectTaps taps = DirectTaps.FromRows([.. Enumerable.Repeat(1f, 27)], shape, lanes);
            var output = new float[3 * plane];
            run(taps, [], input, output, new float[taps.ScratchLength], float.NegativeInfinity, float.PositiveInfinity);
            Assert.Equal(
                Enumerable.Range(0, plane).Select(i => (float)(InWindow(i / width, height) * InWindow(i % width, width))),
                output.Skip(plane).Take(plane));
            Assert.All(output.Take(plane), element => Assert.Equal(float.NaN, element));
        }

        static int InWindow(int place, int length) => Math.Min(place + 1, length - 1) - Math.Max(place - 1, 0) + 1;
    }

    [Fact]
    public void Bounds_leave_what_is_no_number_alone()
    {
        var shape = new GroupedShape(1, 1, 1, 1, 5, 1, 1, 1, 1);
        foreach ((int lanes, Form run) in Forms)
        {
            DirectTaps taps = DirectTaps.FromRows([1], shape, lanes);
            var output = new float[5];
            run(taps, [], [float.NaN, -1, 3, 7, float.PositiveInfinity], output, new float[taps.ScratchLength], 0, 6);
            Assert.Equal([float.NaN, 0, 3, 6, 6], output);
        }
    }

    [Fact]
    public void What_does_not_fit_is_refused_by_name()
    {
        var shape = new GroupedShape(2, 1, 1, 5, 6, 3, 3, 1, 1, 1, 1, 1, 1);
        DirectTaps taps = DirectTaps.FromRows(new float[18], shape, lanes: 4);
        float[] input = new float[60];
        float[] output = new float[60];
        float[] scratch = new float[taps.ScratchLength];
        Assert.Throws<ArgumentException>("input", () => DirectConvolution.Run128(taps, [], input.AsSpan(1), output, scratch, 0, 1));
        Assert.Throws<ArgumentException>("output", () => DirectConvolution.Run128(taps, [], input, output.AsSpan(1), scratch, 0, 1));
        Assert.Throws<ArgumentException>("bias", () => DirectConvolution.Run128(taps, [1], input, output, scratch, 0, 1));
        Assert.Throws<ArgumentException>("scratch", () => DirectConvolution.Run128(taps, [], input, output, scratch.AsSpan(1), 0, 1));
        Assert.Throws<ArgumentException>("taps", () => DirectConvolution.Run256(taps, [], input, output, scratch, 0, 1));
        Assert.Throws<ArgumentException>("rowMajor", () => DirectTaps.FromRows(new float[5], shape, 4));
        Assert.Throws<ArgumentOutOfRangeException>("shape", () => DirectTaps.FromRows(new float[18], shape with { StrideX = 3 }, 4));
        Assert.Throws<ArgumentOutOfRangeException>("shape", () => DirectTaps.FromRows(new float[18], shape with { PadTop = 3 }, 4));
        Assert.Throws<ArgumentOutOfRangeException>("shape", () => DirectTaps.FromRows(new float[18], shape with { Width = 0 }, 4));
        Assert.Throws<ArgumentException>("weights", () => GroupedConvolution.Apply(input, new float[17], [], output, shape, 0, 1));
    }

    [Fact]
    public void A_run_allocates_nothing()
    {
        var shape = new GroupedShape(3, 1, 2, 9, 9, 3, 3, 2, 2, 1, 1, 1, 1);
        DirectTaps taps = DirectTaps.FromRows(new float[54], shape, lanes: 8);
        var buffers = (Input: new float[243], Output: new float[150], Scratch: new float[taps.ScratchLength]);
        void Run() => DirectConvolution.Run256(taps, [], buffers.Input, buffers.Output, buffers.Scratch, 0, 6);
        Run();
        long before = GC.GetAllocatedBytesForCurrentThread();
        Run();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    /// <summary>Depthwise or not, padded or not, often 3×3, of planes narrower than a vector and wider than three.</summary>
    private static GroupedShape RandomShape(Random random, int maxStride)
    {
        bool isUsual = random.Next(2) == 0;
        (int down, int across) = isUsual ? (3, 3) : (random.Next(1, 6), random.Next(1, 6));
        bool isDepthwise = random.Next(2) == 0;
        return new GroupedShape(
            Groups: random.Next(1, 5),
            GroupInputs: isDepthwise ? 1 : random.Next(1, 4),
            GroupOutputs: isDepthwise ? 1 : random.Next(1, 4),
            Height: random.Next(down, 14),
            Width: random.Next(across, random.Next(2) == 0 ? 14 : 60),
            down,
            across,
            StrideY: random.Next(1, maxStride + 1),
            StrideX: random.Next(1, maxStride + 1),
            PadTop: random.Next(down),
            PadLeft: random.Next(across),
            PadBottom: random.Next(down),
            PadRight: random.Next(across));
    }

    private static void RequireSumsAtEveryWidth(Random random, GroupedShape shape)
    {
        foreach ((int lanes, Form run) in Forms)
        {
            RequireSums(random, shape, (weights, bias, input, output, limits) =>
            {
                DirectTaps taps = DirectTaps.FromRows(weights, shape, lanes);
                using var scratch = new GuardedMemory<float>(taps.ScratchLength, atStart: random.Next(2) == 0);
                scratch.Span.Fill(float.NaN);
                run(taps, bias, input.Span, output.Span, scratch.Span, limits.Lowest, limits.Highest);
            });
        }
    }

    private static void RequireSums(
        Random random,
        GroupedShape shape,
        Action<float[], float[], GuardedMemory<float>, GuardedMemory<float>, (float Lowest, float Highest)> run)
    {
        bool atStart = random.Next(2) == 0;
        float[] weights = ConvolutionReference.Numbers(random, shape.Groups * shape.GroupOutputs * shape.Taps);
        float[] bias = random.Next(2) == 0 ? [] : ConvolutionReference.Numbers(random, shape.Groups * shape.GroupOutputs);
        (float Lowest, float Highest) limits = random.Next(2) == 0 ? (float.NegativeInfinity, float.PositiveInfinity) : (-0.125f, 0.25f);
        using var input = new GuardedMemory<float>(ConvolutionReference.Numbers(random, shape.Groups * shape.GroupInputs * shape.Height * shape.Width), atStart);
        using var output = new GuardedMemory<float>(shape.Groups * shape.GroupOutputs * shape.Positions, atStart);
        run(weights, bias, input, output, limits);
        float[] inputs = input.Span.ToArray();
        for (int i = 0; i < output.Span.Length; i++)
        {
            (double sum, double magnitude) = Sum(shape, weights, bias, inputs, i);

            // One rounding for each of the products, the additions and the bias.
            double tolerance = (2 * shape.Taps + 2) * Math.Pow(2, -24) * magnitude;
            Assert.Equal(Math.Min(Math.Max(sum, limits.Lowest), limits.Highest), output.Span[i], tolerance);
        }
    }

    /// <summary>An output by definition, and the sum of its terms' magnitudes.</summary>
    private static (double Sum, double Magnitude) Sum(GroupedShape shape, float[] weights, float[] bias, float[] input, int output)
    {
        int channel = output / shape.Positions;
        (int y, int x) = Math.DivRem(output % shape.Positions, shape.OutputWidth);
        double sum = bias.Length == 0 ? 0 : bias[channel];
        double magnitude = Math.Abs(sum);
        for (int tap = 0; tap < shape.Taps; tap++)
        {
            (int plane, int inWindow) = Math.DivRem(tap, shape.WindowHeight * shape.WindowWidth);
            int row = (y * shape.StrideY) - shape.PadTop + (inWindow / shape.WindowWidth);
            int column = (x * shape.StrideX) - shape.PadLeft + (inWindow % shape.WindowWidth);
            if (row >= 0 && row < shape.Height && column >= 0 && column < shape.Width)
            {
                int from = (channel / shape.GroupOutputs * shape.GroupInputs) + plane;
                double product = (double)weights[(channel * shape.Taps) + tap] * input[(((from * shape.Height) + row) * shape.Width) + column];
                sum += product;
                magnitude += Math.Abs(product);
            }
        }

        return (sum, magnitude);
    }
}
