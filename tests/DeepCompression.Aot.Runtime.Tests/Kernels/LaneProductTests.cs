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
        RequireProducts(random, tensor);
    });

    /// <summary>Fewer columns than a window has, as many, one more; groups that are not full; windows that end with the row.</summary>
    [LinuxFact]
    public void Products_at_the_edges_of_windows_and_groups_are_those_of_the_dense_weights()
    {
        var random = new Random(7);
        (int Rows, int Columns, double Density)[] edges =
            [(1, 1, 1), (16, 15, 1), (16, 16, 1), (17, 17, 1), (31, 33, 0.6), (16, 100, 0), (40, 700, 0.25), (33, 2000, 0.04)];
        foreach ((int rows, int columns, double density) in edges)
        {
            RequireProducts(random, RandomTensor.Create(random, new TensorShape(rows, columns), density, 31, 1));
        }
    }

    [Fact]
    public void Windows_and_gathered_steps_have_every_weight_once() => Properties.Check(random =>
    {
        var shape = new TensorShape(random.Next(1, 60), random.Next(1, 400));
        RandomTensor tensor = RandomTensor.Create(random, shape, random.NextDouble(), random.Next(1, 256), 1);
        foreach (bool windows in (bool[])[false, true])
        {
            LaneRows rows = LaneRows.Unpack(tensor.Packed, tensor.Codebook, [], windows);
            Assert.Equal(windows, rows.Windows is not null);
            Assert.Equal(tensor.Dense, Weights(rows));
        }
    });

    [Fact]
    public void Windows_serve_most_weights_of_rows_that_are_dense_enough_and_few_of_one_heavy_row()
    {
        var random = new Random(6);
        LaneRows dense = Windows(RandomTensor.Create(random, new TensorShape(32, 1000), 0.25, 31, 1));
        Assert.InRange(dense.Words.Length, 0, 32 * 1000 / 40);

        // What a row has that its group has not is gathered, at the end of the last window's row too.
        LaneRows heavy = Windows(RandomTensor.Create(random, new TensorShape(1, 1000), 1, 31, 1));
        Assert.Equal(0, heavy.Windows!.Starts.Length);
        Assert.Equal(1000 * LaneRows.GroupRows, heavy.Words.Length);

        static LaneRows Windows(RandomTensor tensor) => LaneRows.Unpack(tensor.Packed, tensor.Codebook, [], windows: true);
    }

    [Fact]
    public void Windows_are_there_where_the_processor_gathers_slowly()
    {
        RandomTensor tensor = RandomTensor.Create(new Random(5), new TensorShape(8, 40), 0.3, 15, 1);
        LaneRows rows = LaneRows.Unpack(tensor.Packed, tensor.Codebook, []);
        Assert.Equal(Processor.GatherWay == GatherWay.Loads, rows.Windows is not null);
    }

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

    /// <summary>With windows and without, in every way that activations are gathered.</summary>
    private static void RequireProducts(Random random, RandomTensor tensor)
    {
        float[] bias = random.Next(2) == 0 ? [] : ProductChecks.Numbers(random, tensor.Rows);
        foreach (bool windows in (bool[])[false, true])
        {
            LaneRows rows = LaneRows.Unpack(tensor.Packed, tensor.Codebook, bias, windows);
            ProductChecks.Require(random, tensor, bias, (input, output, relu) => LaneProduct.Apply(rows, input, output, relu));
            foreach (bool narrow in (bool[])[false, true])
            {
                ProductChecks.Require(
                    random, tensor, bias, (input, output, relu) => LaneProduct.Apply<OneThread>(rows, input, output, relu, GatherWay.None, narrow));
            }

            RequireSameInBothWays(rows, ProductChecks.Numbers(random, tensor.RowLength));
        }
    }

    private static void RequireSameInBothWays(LaneRows rows, float[] input)
    {
        if (GatherDot.IsSupported)
        {
            var gathered = new float[rows.Rows];
            var loaded = new float[rows.Rows];
            LaneProduct.Apply<OneThread>(rows, input, gathered, relu: false, GatherWay.Instruction, narrow: false);
            LaneProduct.Apply<OneThread>(rows, input, loaded, relu: false, GatherWay.Loads, narrow: false);
            Assert.Equal(gathered, loaded);
        }
    }

    /// <summary>The dense weights of a layout: whatever two words have in one place is added.</summary>
    private static float[] Weights(LaneRows rows)
    {
        var weights = new float[rows.Rows * rows.Columns];
        for (int word = 0, group = 0; word < rows.Words.Length; word++)
        {
            for (; word >= rows.GroupEnd[group]; group++)
            {
            }

            Add(group, word, (int)(rows.Words.Span[word] & ushort.MaxValue), HalfWord.Number(rows.Words.Span[word]));
        }

        if (rows.Windows is { } windows)
        {
            for (int word = 0, group = 0; word < windows.Words.Length; word++)
            {
                int step = word / LaneRows.GroupRows;
                for (; step >= windows.GroupEnd.Span[group]; group++)
                {
                }

                uint bits = windows.Words.Span[word];
                Add(group, word, (int)(windows.Starts.Span[step] + (bits % 16)), BitConverter.UInt32BitsToSingle(bits / 16 * 16));
            }
        }

        return weights;

        void Add(int group, int word, int column, float weight)
        {
            int place = (group * LaneRows.GroupRows) + (word % LaneRows.GroupRows);
            if (weight != 0)
            {
                weights[(rows.Order[place] * rows.Columns) + column] += weight;
            }
        }
    }
}
