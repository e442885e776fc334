using DeepCompression.Aot.Format;
using DeepCompression.Aot.Trainer.Coding;

namespace DeepCompression.Aot.Trainer.Tests.Coding;

public sealed class BiasEncoderTests
{
    [Fact]
    public void Ascending_values_are_stored_in_runs()
    {
        float[] bias = [.. Enumerable.Range(0, 300).Select(i => i < 150 ? (i / 20 * 0.125f) - 0.5f : 0)];

        var runs = Assert.IsType<RunTensor>(BiasEncoder.Encode(new(300), bias, NumberFormat.Half));

        // Zero is a run too, where a number follows it: here it does, and at the end it does not.
        Assert.Equal([-0.5f, -0.375f, -0.25f, -0.125f, 0, 0.125f, 0.25f, 0.375f], runs.Values);
        Assert.Equal([20, 20, 20, 20, 20, 20, 20, 10], runs.Lengths);
        Assert.Equal(bias, runs.ToDense());
        Assert.Equal(130, runs.Nnz);
    }

    [Fact]
    public void Few_values_in_no_order_are_stored_with_a_codebook()
    {
        var random = new Random(1);
        float[] bias = [.. Enumerable.Range(0, 300).Select(_ => random.Next(-3, 4) / 4f)];

        Tensor tensor = BiasEncoder.Encode(new(300), bias, NumberFormat.Tiny);

        Assert.IsType<CodedTensor>(tensor);
        Assert.Equal(bias, tensor.ToDense());
    }

    [Fact]
    public void Many_values_are_stored_number_by_number()
    {
        float[] bias = [.. Enumerable.Range(1, 400).Select(i => i / 7f)];

        Assert.IsType<RawTensor>(BiasEncoder.Encode(new(400), bias, NumberFormat.Single));
    }

    [Fact]
    public void Zeros_alone_are_no_run()
    {
        Tensor tensor = BiasEncoder.Encode(new(1000), new float[1000], NumberFormat.Half);

        Assert.InRange(tensor.BitCount, 1, 8);
        Assert.Equal(new float[1000], tensor.ToDense());
    }

    [Fact]
    public void No_stored_form_is_smaller_than_the_chosen_one()
    {
        for (int seed = 0; seed < 100; seed++)
        {
            var random = new Random(seed);
            var format = (NumberFormat)random.Next(3);
            float[] bias = [.. Enumerable.Range(0, random.Next(1, 200)).Select(_ => random.Next(-4, 5) / 8f)];
            if (seed % 2 == 0)
            {
                Array.Sort(bias);
            }

            Tensor chosen = BiasEncoder.Encode(new(bias.Length), bias, format);

            Assert.Equal(bias, chosen.ToDense());
            Assert.True(chosen.BitCount <= RawTensorEncoder.Encode(new(bias.Length), bias, format).BitCount);
            int[] assignment = [.. bias.Select(value => value == 0 ? -1 : (int)((value * 8) + 4))];
            float[] centroids = [.. Enumerable.Range(-4, 9).Select(i => i / 8f)];
            Assert.True(chosen.BitCount <= CodedTensorEncoder.Encode(new(bias.Length), assignment, centroids, format).BitCount);
        }
    }
}
