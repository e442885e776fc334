using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Runtime.Tests.Decoding;

public class WindowRowsTests
{
    [Fact]
    public void Every_weight_has_one_slot_within_a_window_inside_its_row() => Properties.Check(random =>
    {
        RandomTensor tensor = Draw(random);
        bool paired = random.Next(2) == 0;
        WindowRows rows = WindowRows.Unpack(tensor.Packed, tensor.Codebook, [], paired);
        Assert.Equal(tensor.Rows, rows.Rows);
        Assert.Equal(tensor.RowLength, rows.Columns);
        Assert.Equal(rows.Starts.Length * WindowShape.Lanes, rows.Words.Length);
        Assert.Equal(tensor.Dense, Dense(rows, paired));
    });

    [Fact]
    public void Groups_take_the_heaviest_rows_first_and_the_bias_goes_with_them() => Properties.Check(random =>
    {
        RandomTensor tensor = Draw(random);
        float[] bias = [.. Enumerable.Range(0, tensor.Rows).Select(row => row + 0.5f)];
        WindowRows rows = WindowRows.Unpack(tensor.Packed, tensor.Codebook, bias, paired: random.Next(2) == 0);
        int[] weights = [.. Enumerable.Range(0, tensor.Rows).Select(row => tensor.Dense.Skip(row * tensor.RowLength).Take(tensor.RowLength).Count(weight => weight != 0))];
        Assert.Equal(Enumerable.Range(0, tensor.Rows).OrderByDescending(row => weights[row]), rows.Order.ToArray());
        Assert.Equal(rows.Order.ToArray().Select(row => bias[row]), rows.Bias[..tensor.Rows].ToArray());
        Assert.All(rows.Bias[tensor.Rows..].ToArray(), element => Assert.Equal(0, element));
        Assert.Equal(0, rows.Bias.Length % rows.GroupRows);
    });

    [Fact]
    public void The_steps_that_a_walk_counts_are_those_that_are_written() => Properties.Check(random =>
    {
        RandomTensor tensor = Draw(random);
        SparseRows<ushort> rows = SparseRows.Unpack<ushort>(tensor.Packed, tensor.Codebook, slotsPerStep: 1);
        bool paired = random.Next(2) == 0;
        long steps = new WindowWalk(rows.Start, rows.Columns, tensor.RowLength, paired ? WindowShape.PairedFloats : WindowShape.Floats).CountSteps();
        Assert.Equal(WindowRows.Unpack(tensor.Packed, tensor.Codebook, [], paired).Starts.Length, steps);
    });

    [Fact]
    public unsafe void Steps_begin_with_a_cache_line()
    {
        RandomTensor tensor = Draw(new Random(8));
        WindowRows rows = WindowRows.Unpack(tensor.Packed, tensor.Codebook, [], paired: false);
        GC.Collect();
        Assert.Equal(0u, (nuint)rows.Words.First % 64);
        GC.KeepAlive(rows);
    }

    [Fact]
    public void What_the_layout_cannot_hold_is_refused()
    {
        var random = new Random(5);
        RandomTensor narrow = RandomTensor.Create(random, new TensorShape(3, WindowRows.MinColumns - 1), 0.5, 3, 1);
        Assert.Throws<ArgumentOutOfRangeException>(() => WindowRows.Unpack(narrow.Packed, narrow.Codebook, [], paired: false));
        RandomTensor wide = RandomTensor.Create(random, new TensorShape(1, 65_537), 0.01, 3, 1);
        Assert.Throws<ArgumentOutOfRangeException>(() => WindowRows.Unpack(wide.Packed, wide.Codebook, [], paired: false));
        RandomTensor many = RandomTensor.Create(random, new TensorShape(3, 100), 0.5, WindowRows.MaxCentroids + 1, 1);
        Assert.Throws<ArgumentOutOfRangeException>("codebook", () => WindowRows.Unpack(many.Packed, many.Codebook, [], paired: false));
        RandomTensor fit = RandomTensor.Create(random, new TensorShape(3, 100), 0.5, WindowRows.MaxCentroids, 1);
        Assert.Throws<ArgumentException>("codebook", () => WindowRows.Unpack(fit.Packed, fit.Codebook.AsSpan(1), [], paired: false));
        Assert.Throws<ArgumentException>("bias", () => WindowRows.Unpack(fit.Packed, fit.Codebook, new float[2], paired: false));
    }

    /// <summary>Reads the fields of every slot where the layout's documentation says they are.</summary>
    private static unsafe float[] Dense(WindowRows rows, bool paired)
    {
        var dense = new float[rows.Rows * rows.Columns];
        int step = 0;
        for (int group = 0; group < rows.GroupEnd.Length; group++)
        {
            for (; step < rows.GroupEnd[group]; step++)
            {
                Assert.InRange(rows.Starts[step], 0, rows.Columns - 32);
                for (int lane = 0; lane < 16; lane++)
                {
                    uint word = rows.Words.First[(step * 16) + lane];
                    int first = (group * rows.GroupRows) + lane;
                    int second = paired ? first + 16 : first;
                    int third = word >> 31 == 0 ? first : second;
                    Put(first, word, word >> 5);
                    Put(second, word >> 16, word >> 21);
                    Put(third, word >> 10, word >> 26);
                }
            }
        }

        GC.KeepAlive(rows);
        return dense;

        void Put(int place, uint inWindow, uint code)
        {
            if ((code & 31) != 0)
            {
                ref float weight = ref dense[(rows.Order[place] * rows.Columns) + rows.Starts[step] + (int)(inWindow & 31)];
                Assert.Equal(0, weight);
                weight = rows.Codebook[code & 31];
            }
        }
    }

    private static RandomTensor Draw(Random random)
    {
        var shape = new TensorShape(random.Next(1, 100), WindowRows.MinColumns + random.Next(0, random.Next(1, 300)));
        double density = random.NextDouble() * random.NextDouble();
        return RandomTensor.Create(random, shape, density, random.Next(1, WindowRows.MaxCentroids + 1), 1);
    }
}
