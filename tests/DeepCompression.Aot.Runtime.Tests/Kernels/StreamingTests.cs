using DeepCompression.Aot.Format;
using DeepCompression.Aot.Runtime.Tests.Decoding;
using DeepCompression.Aot.Tests;

namespace DeepCompression.Aot.Runtime.Tests.Kernels;

/// <summary>Kernels that decode their weights as they go, against sums over the dense weights in double precision.</summary>
public class StreamingTests
{
    [Fact]
    public void A_fully_connected_layer_is_the_product_with_its_dense_weights() => Properties.Check(random =>
    {
        RandomTensor tensor = random.Next(8) > 0
            ? RandomTensor.Create(random, new TensorShape(random.Next(1, 40), random.Next(1, 90)))
            : RandomTensor.Create(random, new TensorShape(300, 60), density: 0.7, centroids: 31, random.Next(4));
        float[] input = Numbers(random, tensor.RowLength);
        float[] bias = random.Next(2) == 0 ? [] : Numbers(random, tensor.Rows);
        bool relu = random.Next(2) == 0;
        var output = new float[tensor.Rows];
        StreamingProduct.Apply(tensor.Packed, tensor.Codebook, bias, input, output, relu);

        ProductChecks.RequireClose(tensor, bias, input, output, relu);
        AssertSameInBothWays(tensor, input);
    });

    [Fact]
    public void A_long_stream_that_lanes_share_gives_the_product_with_its_dense_weights() => Properties.Check(random =>
    {
        RandomTensor tensor = Long(random);
        float[] input = Numbers(random, tensor.RowLength);
        float[] bias = Numbers(random, tensor.Rows);
        var output = new float[tensor.Rows];
        StreamingProduct.Apply(tensor.Packed, tensor.Codebook, bias, input, output, relu: false);
        ProductChecks.RequireClose(tensor, bias, input, output, relu: false);
        AssertSameInBothWays(tensor, input);
    });

    [Fact]
    public void An_infinite_activation_reaches_the_rows_that_have_a_weight_for_it_and_no_others()
    {
        var random = new Random(1);
        RandomTensor tensor = Long(random);
        float[] input = Numbers(random, tensor.RowLength);
        int column = input.Length / 2;
        input[column] = float.PositiveInfinity;
        var output = new float[tensor.Rows];
        StreamingProduct.Apply(tensor.Packed, tensor.Codebook, [], input, output, relu: false);
        for (int row = 0; row < tensor.Rows; row++)
        {
            bool isReached = tensor.Dense[(row * tensor.RowLength) + column] != 0;
            Assert.True(isReached ? float.IsPositiveInfinity(output[row]) : float.IsFinite(output[row]), $"row {row} is {output[row]}");
        }
    }

    [LinuxFact]
    public void A_damaged_long_stream_is_never_left_and_is_reported_or_gives_sums() => Properties.Check(random =>
    {
        RandomTensor tensor = Long(random);
        ulong[] words = tensor.Words;
        int[] marks = [.. tensor.Marks];
        for (int flips = random.Next(1, 4); flips > 0; flips--)
        {
            if (random.Next(3) > 0)
            {
                words[random.Next(words.Length)] ^= 1ul << random.Next(64);
            }
            else
            {
                marks[random.Next(marks.Length)] ^= 1 << random.Next(32);
            }
        }

        using var stream = new GuardedMemory<ulong>(words, random.Next(2) == 0);
        using var input = new GuardedMemory<float>(Numbers(random, tensor.RowLength), random.Next(2) == 0);
        using var output = new GuardedMemory<float>(new float[tensor.Rows], random.Next(2) == 0);
        try
        {
            StreamingProduct.Apply(tensor.Pack(stream.Span, marks), tensor.Codebook, [], input.Span, output.Span, relu: false);
        }
        catch (InvalidOperationException exception)
        {
            Assert.StartsWith("The packed weights are corrupt: ", exception.Message, StringComparison.Ordinal);
        }
    });

    [Fact]
    public void A_long_stream_without_its_last_word_is_reported() => Assert.Throws<InvalidOperationException>(() =>
    {
        RandomTensor tensor = Long(new Random(1));
        StreamingProduct.Apply(
            tensor.Pack(tensor.Words.AsSpan(0, tensor.Words.Length - 1), tensor.Marks), tensor.Codebook, [], new float[tensor.RowLength],
            new float[tensor.Rows], relu: false);
    });

    [Fact]
    public void A_convolution_is_the_sum_over_its_dense_windows() => Properties.Check(random =>
    {
        var shape = new ConvolutionShape(
            random.Next(1, 4), random.Next(5, 12), random.Next(5, 30), random.Next(1, 5), random.Next(1, 5), random.Next(1, 5),
            random.Next(1, 4), random.Next(1, 4), Pools: false);
        RandomTensor tensor = RandomTensor.Create(
            random, new TensorShape(shape.OutputChannels, shape.InputChannels, shape.WindowHeight, shape.WindowWidth));
        float[] input = Numbers(random, shape.InputLength);
        float[] bias = Numbers(random, shape.OutputChannels);
        var output = new float[shape.OutputLength];
        StreamingConvolution.Apply(tensor.Packed, tensor.Codebook, bias, shape, input, output, relu: false);

        AssertClose(Enumerable.Range(0, output.Length).Select(i =>
        {
            (int channel, int place) = Math.DivRem(i, shape.Positions);
            (int y, int x) = Math.DivRem(place, shape.OutputWidth);
            return bias[channel] + Window(shape, tensor, input, channel, y * shape.StrideY, x * shape.StrideX);
        }), output);
    });

    [Fact]
    public void Nothing_is_allocated()
    {
        RandomTensor tensor = Long(new Random(1));
        var input = new float[tensor.RowLength];
        var output = new float[tensor.Rows];
        StreamingProduct.Apply(tensor.Packed, tensor.Codebook, [], input, output, relu: true);
        long before = GC.GetAllocatedBytesForCurrentThread();
        StreamingProduct.Apply(tensor.Packed, tensor.Codebook, [], input, output, relu: true);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    /// <summary>About nine groups of weights in any codes, as often of more than 31 centroids as of no more.</summary>
    private static RandomTensor Long(Random random)
    {
        int columns = random.Next(1, 300);
        double density = 0.3 + (0.7 * random.NextDouble());
        int rows = (int)(9 * StreamMarks.GroupLength / density / columns);
        return RandomTensor.Create(
            random, new TensorShape(rows, columns), density, random.Next(1, random.Next(2) == 0 ? 32 : 256), random.Next(GapClasses.MaxResolution + 1));
    }

    /// <summary>Gathered by the instruction and by loads, numbers have the same sums; not gathered, those of the dense weights too.</summary>
    private static void AssertSameInBothWays(RandomTensor tensor, float[] input)
    {
        float[] oneByOne = Product(GatherWay.None);
        ProductChecks.RequireClose(tensor, [], input, oneByOne, relu: false);
        if (GatherDot.IsSupported)
        {
            Assert.Equal(Product(GatherWay.Instruction), Product(GatherWay.Loads));
        }

        float[] Product(GatherWay way)
        {
            var output = new float[tensor.Rows];
            StreamingProduct.Apply(tensor.Packed, tensor.Codebook, [], input, output, relu: false, way);
            return output;
        }
    }

    private static double Window(ConvolutionShape shape, RandomTensor tensor, float[] input, int channel, int top, int left)
    {
        double sum = 0;
        for (int tap = 0; tap < tensor.RowLength; tap++)
        {
            (int plane, int inWindow) = Math.DivRem(tap, shape.WindowHeight * shape.WindowWidth);
            (int y, int x) = Math.DivRem(inWindow, shape.WindowWidth);
            sum += (double)tensor.Dense[(channel * tensor.RowLength) + tap]
                * input[(((plane * shape.Height) + top + y) * shape.Width) + left + x];
        }

        return sum;
    }

    private static float[] Numbers(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => (random.NextSingle() * 2) - 1)];

    /// <summary>Every output is within 1e-5 of the largest, or of 1 where that is less: biases and sums may all but cancel out.</summary>
    private static void AssertClose(IEnumerable<double> expected, float[] actual)
    {
        double[] exact = [.. expected];
        double tolerance = 1e-5 * exact.Append(1).Max(Math.Abs);
        Assert.All(exact.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, tolerance));
    }
}
