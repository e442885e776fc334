using System.Runtime.Intrinsics;
using DeepCompression.Aot.Format;
using DeepCompression.Aot.Runtime.Tests.Decoding;
using DeepCompression.Aot.Tests;

namespace DeepCompression.Aot.Runtime.Tests.Kernels;

/// <summary>Products for many samples against sums in double precision, in guarded memory.</summary>
public class BatchProductTests
{
    private delegate void Products(BatchRows weights, ReadOnlySpan<float> input, Span<float> output, int samples);

    [LinuxFact]
    public void Every_sample_gets_the_product_of_the_dense_weights() => Properties.Check(random =>
    {
        RandomTensor tensor = Draw(random);
        float[] bias = random.Next(2) == 0 ? [] : ProductChecks.Numbers(random, tensor.Rows);
        BatchRows rows = random.Next(2) == 0
            ? BatchRows.Unpack(tensor.Packed, tensor.Codebook, bias)
            : BatchRows.FromRows(tensor.Dense, tensor.RowLength, bias);
        Require(random, tensor, bias, rows, (weights, input, output, samples, relu) => BatchProduct.Apply(weights, input, output, samples, relu));
    });

    [LinuxFact]
    public void Vectors_of_every_width_add_the_same_products() => Properties.Check(random =>
    {
        RandomTensor tensor = Draw(random);
        BatchRows rows = BatchRows.Unpack(tensor.Packed, tensor.Codebook, []);
        foreach (Products add in (Products[])[
            BatchProduct.Add<Vector128<float>, Lanes128>, BatchProduct.Add<Vector256<float>, Lanes256>, BatchProduct.Add<Vector512<float>, Lanes512>])
        {
            Require(random, tensor, [], rows, (weights, input, output, samples, relu) =>
            {
                output.Clear();
                add(weights, input, output, samples);
                if (relu)
                {
                    Relu.Apply(output, output);
                }
            });
        }
    });

    [Fact]
    public void Without_weights_every_sample_gets_the_bias()
    {
        BatchRows rows = BatchRows.WithoutWeights(rows: 2, columns: 300, [1, -2]);
        var output = new float[32];
        BatchProduct.Apply(rows, new float[300 * 16], output, samples: 16, relu: true);
        Assert.Equal([.. Enumerable.Repeat(1f, 16), .. Enumerable.Repeat(0f, 16)], output);
    }

    [Fact]
    public void Lengths_that_do_not_fit_are_told()
    {
        BatchRows rows = BatchRows.WithoutWeights(rows: 2, columns: 3, []);
        Assert.Throws<ArgumentException>("input", () => BatchProduct.Apply(rows, new float[47], new float[32], samples: 16, relu: false));
        Assert.Throws<ArgumentException>("output", () => BatchProduct.Apply(rows, new float[48], new float[31], samples: 16, relu: false));
        Assert.Throws<ArgumentOutOfRangeException>("samples", () => BatchProduct.Apply(rows, new float[24], new float[16], samples: 8, relu: false));
        Assert.Throws<ArgumentException>("bias", () => BatchRows.WithoutWeights(rows: 2, columns: 3, [1]));
        Assert.Throws<ArgumentException>("bias", () => BatchRows.FromRows([1, 2, 3, 4], rowLength: 2, [1]));
    }

    private static RandomTensor Draw(Random random)
    {
        var shape = new TensorShape(random.Next(1, 20), random.Next(1, 400));
        return RandomTensor.Create(random, shape, random.NextDouble() * random.NextDouble(), random.Next(1, 256), 1);
    }

    private static void Require(Random random, RandomTensor tensor, float[] bias, BatchRows rows, BatchCall product)
    {
        int samples = BatchProduct.SampleStep * random.Next(1, 8);
        bool atStart = random.Next(2) == 0;
        bool relu = random.Next(2) == 0;
        using var input = new GuardedMemory<float>(ProductChecks.Numbers(random, tensor.RowLength * samples), atStart);
        using var output = new GuardedMemory<float>(tensor.Rows * samples, atStart);
        output.Span.Fill(float.NaN);
        product(rows, input.Span, output.Span, samples, relu);
        for (int sample = 0; sample < samples; sample += 5)
        {
            ProductChecks.RequireClose(tensor, bias, Of(input.Span, sample, samples), Of(output.Span, sample, samples), relu);
        }
    }

    /// <summary>One sample of elements that lie side by side.</summary>
    private static float[] Of(ReadOnlySpan<float> batch, int sample, int samples)
    {
        var elements = new float[batch.Length / samples];
        for (int i = 0; i < elements.Length; i++)
        {
            elements[i] = batch[(i * samples) + sample];
        }

        return elements;
    }

    private delegate void BatchCall(BatchRows weights, ReadOnlySpan<float> input, Span<float> output, int samples, bool relu);
}
