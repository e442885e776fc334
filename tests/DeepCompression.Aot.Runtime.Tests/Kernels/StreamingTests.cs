using DeepCompression.Aot.Format;
using DeepCompression.Aot.Runtime.Tests.Decoding;

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

        for (int row = 0; row < tensor.Rows; row++)
        {
            double sum = bias.Length == 0 ? 0 : bias[row];
            for (int column = 0; column < tensor.RowLength; column++)
            {
                sum += (double)tensor.Dense[(row * tensor.RowLength) + column] * input[column];
            }

            AssertClose(relu ? Math.Max(0, sum) : sum, output[row]);
        }
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

        for (int i = 0; i < output.Length; i++)
        {
            (int channel, int place) = Math.DivRem(i, shape.Positions);
            (int y, int x) = Math.DivRem(place, shape.OutputWidth);
            AssertClose(bias[channel] + Window(shape, tensor, input, channel, y * shape.StrideY, x * shape.StrideX), output[i]);
        }
    });

    [Fact]
    public void Nothing_is_allocated()
    {
        RandomTensor tensor = RandomTensor.Create(new Random(1), new TensorShape(300, 60), density: 0.7, centroids: 31, resolution: 1);
        var input = new float[tensor.RowLength];
        var output = new float[tensor.Rows];
        StreamingProduct.Apply(tensor.Packed, tensor.Codebook, [], input, output, relu: true);
        long before = GC.GetAllocatedBytesForCurrentThread();
        StreamingProduct.Apply(tensor.Packed, tensor.Codebook, [], input, output, relu: true);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
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

    private static void AssertClose(double expected, float actual) => Assert.InRange(Math.Abs(expected - actual), 0, 1e-4 * (1 + Math.Abs(expected)));
}
