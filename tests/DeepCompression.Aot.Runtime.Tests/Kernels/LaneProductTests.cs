using DeepCompression.Aot.Format;
using DeepCompression.Aot.Runtime.Tests.Decoding;
using DeepCompression.Aot.Tests;

namespace DeepCompression.Aot.Runtime.Tests.Kernels;

/// <summary>Products with rows side by side against sums in double precision, in guarded memory.</summary>
public class LaneProductTests
{
    [LinuxFact]
    public void Products_of_any_shape_and_density_are_those_of_the_dense_weights() => Properties.Check(random =>
    {
        var shape = new TensorShape(random.Next(1, 60), random.Next(1, 300));
        RandomTensor tensor = RandomTensor.Create(random, shape, random.NextDouble() * random.NextDouble(), random.Next(1, 256), 1);
        float[] bias = random.Next(2) == 0 ? [] : ProductChecks.Numbers(random, tensor.Rows);
        LaneRows rows = LaneRows.Unpack(tensor.Packed, tensor.Codebook, bias);
        ProductChecks.Require(random, tensor, bias, (input, output, relu) => LaneProduct.Apply(rows, input, output, relu));
        ProductChecks.Require(
            random, tensor, bias, (input, output, relu) => LaneProduct.Apply<OneThread>(rows, input, output, relu, GatherWay.None));
        RequireSameInBothWays(rows, ProductChecks.Numbers(random, tensor.RowLength));
    });

    [Fact]
    public void Lengths_that_do_not_fit_are_told()
    {
        RandomTensor tensor = RandomTensor.Create(new Random(5), new TensorShape(8, 40), 0.3, 15, 1);
        LaneRows rows = LaneRows.Unpack(tensor.Packed, tensor.Codebook, []);
        Assert.Throws<ArgumentException>("input", () => LaneProduct.Apply(rows, new float[39], new float[8], relu: false));
        Assert.Throws<ArgumentException>("output", () => LaneProduct.Apply(rows, new float[40], new float[7], relu: false));
        Assert.Throws<ArgumentException>("bias", () => LaneRows.Unpack(tensor.Packed, tensor.Codebook, new float[7]));
    }

    [Fact]
    public void Weights_that_are_not_normal_numbers_of_half_precision_are_refused()
    {
        RandomTensor tensor = RandomTensor.Create(new Random(5), new TensorShape(8, 40), 0.3, 2, 1);
        foreach (float value in (float[])[0.1f, 1e-6f, 65536f, float.PositiveInfinity, float.NaN, 1.0009f])
        {
            Assert.Throws<ArgumentException>("codebook", () => LaneRows.Unpack(tensor.Packed, [0, 0.5f, value], []));
        }
    }

    [Fact]
    public void A_word_holds_every_normal_number_of_half_precision_beside_any_column()
    {
        for (int bits = 0; bits <= ushort.MaxValue; bits++)
        {
            Half half = BitConverter.UInt16BitsToHalf((ushort)bits);
            Assert.Equal(Half.IsNormal(half), HalfWord.CanHold((float)half));
            if (Half.IsNormal(half))
            {
                uint word = HalfWord.Of((float)half, (uint)(ushort.MaxValue - bits));
                Assert.Equal((uint)((bits << 16) | (ushort.MaxValue - bits)), word);
                Assert.Equal((float)half, HalfWord.Number(word));
            }
        }
    }

    private static void RequireSameInBothWays(LaneRows rows, float[] input)
    {
        if (GatherDot.IsSupported)
        {
            var gathered = new float[rows.Rows];
            var loaded = new float[rows.Rows];
            LaneProduct.Apply<OneThread>(rows, input, gathered, relu: false, GatherWay.Instruction);
            LaneProduct.Apply<OneThread>(rows, input, loaded, relu: false, GatherWay.Loads);
            Assert.Equal(gathered, loaded);
        }
    }
}
