using System.Runtime.InteropServices;
using DeepCompression.Aot.Format;
using DeepCompression.Aot.Runtime.Tests.Decoding;
using DeepCompression.Aot.Tests;

namespace DeepCompression.Aot.Runtime.Tests.Kernels;

/// <summary>14-bit products against sums in double precision, in guarded memory, and their vector form against the scalar one.</summary>
public class FineWindowProductTests
{
    /// <summary>What a large layer's outputs may be off by, of the largest.</summary>
    private const double Error = 5e-4;

    /// <summary>
    /// What a product may be off by, of the largest weight times the range of the activations: an activation is off by a step of
    /// 1/16,383 of the range (half of it where the range's ends are rounded, too), a weight by half a step of 1/8,127, and the product
    /// of lower halves that is left out is at most 127 · 64 of both steps.
    /// </summary>
    private const double ProductError = (1.0 / 16_383) + (0.5 / 8_127) + (127.0 * 64 / 16_383 / 8_127);

    [LinuxFact]
    public void Products_are_within_what_roundings_and_lower_halves_may_cost() => Properties.Check(random =>
    {
        int width = random.Next(2) == 0 ? 64 : 128;
        var shape = new TensorShape(random.Next(1, 50), random.Next(1, random.Next(2, 500)));
        RandomTensor tensor = RandomTensor.Create(
            random, shape, random.NextDouble() * random.NextDouble(), random.Next(1, ByteWindowRows.MaxCentroids(width) + 1), 1);
        float[] bias = random.Next(2) == 0 ? [] : ProductChecks.Numbers(random, tensor.Rows);
        FineWindowRows rows = FineWindowRows.Unpack(tensor.Packed, tensor.Codebook, bias, width);
        var scratch = new float[FineWindowProduct.ScratchLength(tensor.RowLength)];
        Array.Fill(scratch, float.NaN);
        ProductChecks.Require(
            random, tensor, bias,
            (input, output, relu) => FineWindowProduct.Apply(rows, input, FineActivations.Of(input), scratch, output, relu),
            productError: ProductError);
    });

    /// <summary>As behind a rectifier, over rows as long as those of large layers: the bound that networks are promised.</summary>
    [Fact]
    public void Outputs_of_a_large_layer_are_within_5e_4_of_the_largest()
    {
        var random = new Random(9);
        RandomTensor tensor = RandomTensor.Create(random, new TensorShape(64, 9216), 0.09, 31, 1);
        FineWindowRows rows = FineWindowRows.Unpack(tensor.Packed, tensor.Codebook, [], 128);
        float[] input = [.. Enumerable.Range(0, 9216).Select(_ => MathF.Max(0, random.NextSingle() - 0.5f))];
        var output = new float[64];
        FineWindowProduct.Apply(rows, input, FineActivations.Of(input), new float[FineWindowProduct.ScratchLength(9216)], output, relu: false);
        double[] exact = [.. Enumerable.Range(0, 64).Select(row => Enumerable.Range(0, 9216).Sum(i => (double)tensor.Dense[(row * 9216) + i] * input[i]))];
        double largest = exact.Max(Math.Abs);
        Assert.All(exact.Zip(output), pair => Assert.Equal(pair.First, pair.Second, Error * largest));
    }

    [Fact]
    public void The_largest_activations_and_weights_do_not_overflow()
    {
        RandomTensor tensor = RandomTensor.Create(new Random(2), new TensorShape(1, 65_536), 1, 1, 1);
        FineWindowRows rows = FineWindowRows.Unpack(tensor.Packed, tensor.Codebook, [], 128);
        var scratch = new float[FineWindowProduct.ScratchLength(65_536)];
        var output = new float[1];
        foreach (float value in (float[])[2f, -2f])
        {
            float[] input = [.. Enumerable.Repeat(value, 65_536)];
            FineWindowProduct.Apply(rows, input, FineActivations.Of(input), scratch, output, relu: false);
            Assert.Equal(value * 0.25 * 65_536, output[0], Error * 0.5 * 65_536);
        }
    }

    [Fact]
    public void Activations_of_zero_give_the_bias_whatever_the_offset()
    {
        RandomTensor tensor = RandomTensor.Create(new Random(2), new TensorShape(3, 90), 0.5, 9, 1);
        FineWindowRows rows = FineWindowRows.Unpack(tensor.Packed, tensor.Codebook, (float[])[1, -2, 3], 64);
        var output = new float[3];
        foreach (FineActivations activations in (FineActivations[])[FineActivations.Of(new float[90]), FineActivations.Calibrated(3, mayBeNegative: true), new(0.01f, 77)])
        {
            FineWindowProduct.Apply(rows, new float[90], activations, new float[64], output, relu: true);
            Assert.Equal([1, 0, 3], output);
        }
    }

    [Fact]
    public unsafe void The_vector_form_gives_the_sums_of_the_scalar_one() => Properties.Check(random =>
    {
        if (!ByteWindowProduct.IsSupported)
        {
            return;
        }

        int steps = 2 * random.Next(0, 9);
        uint* words = (uint*)NativeMemory.AlignedAlloc((nuint)(((steps / 2 * 48) + 16) * sizeof(uint)), 64);
        for (int i = 0; i < steps / 2 * 48; i++)
        {
            words[i] = (uint)random.NextInt64();
        }

        var starts = new ushort[steps + 1];
        var high = new byte[300];
        var low = new byte[300];
        var codebook = new sbyte[128];
        for (int i = 0; i < 300; i++)
        {
            (high[i], low[i]) = ((byte)random.Next(129), (byte)random.Next(128));
        }

        for (int i = 0; i < 64; i++)
        {
            (codebook[i], codebook[64 + i]) = ((sbyte)random.Next(-63, 64), (sbyte)random.Next(-64, 64));
        }

        for (int i = 0; i < starts.Length; i++)
        {
            starts[i] = (ushort)random.Next(0, 300 - 128);
        }

        int* actual = stackalloc int[32];
        int* expected = stackalloc int[32];
        fixed (ushort* start = starts)
        fixed (byte* upper = high, lower = low)
        fixed (sbyte* values = codebook)
        {
            FineWindowSteps.Sum<ByteWindow64>(words, start, steps, upper, lower, values, actual, actual + 16, WindowSteps.PrefetchWords);
            FineWindowSteps.SumScalar<ByteWindow64>(words, start, steps, upper, lower, values, expected, expected + 16);
            Assert.Equal(new Span<int>(expected, 32), new Span<int>(actual, 32));

            // Codes of five bits ignore the sixth, so that values repeat.
            new Span<sbyte>(values, 32).CopyTo(new Span<sbyte>(values + 32, 32));
            new Span<sbyte>(values + 64, 32).CopyTo(new Span<sbyte>(values + 96, 32));
            FineWindowSteps.Sum<ByteWindow128>(words, start, steps, upper, lower, values, actual, actual + 16, WindowSteps.PrefetchWords);
            FineWindowSteps.SumScalar<ByteWindow128>(words, start, steps, upper, lower, values, expected, expected + 16);
            Assert.Equal(new Span<int>(expected, 32), new Span<int>(actual, 32));
        }

        NativeMemory.AlignedFree(words);
    });

    [Fact]
    public void Spans_of_another_length_are_refused()
    {
        RandomTensor tensor = RandomTensor.Create(new Random(5), new TensorShape(6, 40), 0.3, 9, 1);
        FineWindowRows rows = FineWindowRows.Unpack(tensor.Packed, tensor.Codebook, [], 64);
        Assert.Throws<ArgumentException>("input", () => Apply(39, 64, 6));
        Assert.Throws<ArgumentException>("workspace", () => Apply(40, 63, 6));
        Assert.Throws<ArgumentException>("output", () => Apply(40, 64, 7));

        void Apply(int input, int scratch, int output) =>
            FineWindowProduct.Apply(rows, new float[input], default, new float[scratch], new float[output], relu: false);
    }
}
