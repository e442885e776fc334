using DeepCompression.Aot.Format;
using DeepCompression.Aot.Runtime.Tests.Decoding;
using DeepCompression.Aot.Tests;

namespace DeepCompression.Aot.Runtime.Tests.Kernels;

/// <summary>Products in the sliding-window layout against sums in double precision, in guarded memory.</summary>
public class WindowProductTests
{
    [LinuxFact]
    public void Products_of_any_shape_and_density_are_those_of_the_dense_weights() => Properties.Check(random =>
    {
        var shape = new TensorShape(random.Next(1, 100), WindowRows.MinColumns + random.Next(0, random.Next(1, 300)));
        RandomTensor tensor = RandomTensor.Create(
            random, shape, random.NextDouble() * random.NextDouble(), random.Next(1, WindowRows.MaxCentroids + 1), 1);
        float[] bias = random.Next(2) == 0 ? [] : ProductChecks.Numbers(random, tensor.Rows);
        RequireProduct(random, tensor, bias, paired: false);
        RequireProduct(random, tensor, bias, paired: true);
    });

    [LinuxFact]
    public void Rows_without_a_weight_get_their_bias()
    {
        var random = new Random(3);
        RandomTensor empty = RandomTensor.Create(random, new TensorShape(37, 50), 0, 5, 1);
        RequireProduct(random, empty, ProductChecks.Numbers(random, 37), paired: false);
        RequireProduct(random, empty, ProductChecks.Numbers(random, 37), paired: true);
    }

    [LinuxFact]
    public void Full_rows_of_one_window_need_every_slot()
    {
        var random = new Random(4);
        RandomTensor full = RandomTensor.Create(random, new TensorShape(40, WindowRows.MinColumns), 1, 31, 1);
        RequireProduct(random, full, [], paired: false);
        RequireProduct(random, full, [], paired: true);
    }

    [LinuxFact]
    public void Sums_of_small_and_of_large_layers_reach_their_rows()
    {
        var random = new Random(6);
        foreach (int rowCount in (int[])[RowOrder.MaxSmall, RowOrder.MaxSmall + 1])
        {
            RandomTensor tensor = RandomTensor.Create(random, new TensorShape(rowCount, 50), 0.1, 31, 1);
            float[] bias = ProductChecks.Numbers(random, rowCount);
            RequireProduct(random, tensor, bias, paired: false);
            RequireProduct(random, tensor, bias, paired: true);
        }
    }

    [LinuxFact]
    public void Both_ways_to_the_upper_fields_give_the_same_sums() => Properties.Check(random =>
    {
        if (!WindowProduct.IsSupported)
        {
            return;
        }

        var shape = new TensorShape(random.Next(1, 100), WindowRows.MinColumns + random.Next(0, random.Next(1, 300)));
        RandomTensor tensor = RandomTensor.Create(random, shape, random.NextDouble(), random.Next(1, WindowRows.MaxCentroids + 1), 1);
        float[] input = ProductChecks.Numbers(random, tensor.RowLength);
        RequireSame<SingleWindowSteps<LoadedFields>, SingleWindowSteps<ShiftedFields>>(tensor, input, paired: false);
        RequireSame<PairedWindowSteps<LoadedFields>, PairedWindowSteps<ShiftedFields>>(tensor, input, paired: true);
    });

    [Fact]
    public void Spans_of_another_length_are_refused()
    {
        RandomTensor tensor = RandomTensor.Create(new Random(5), new TensorShape(6, 40), 0.3, 9, 1);
        WindowRows rows = WindowRows.Unpack(tensor.Packed, tensor.Codebook, [], paired: false);
        Assert.Throws<ArgumentException>("input", () => WindowProduct.Apply(rows, new float[39], new float[6], relu: false));
        Assert.Throws<ArgumentException>("output", () => WindowProduct.Apply(rows, new float[40], new float[7], relu: false));
    }

    [LinuxFact]
    public void Products_of_values_are_those_of_the_dense_weights_but_for_their_last_bits() => Properties.Check(random =>
    {
        var shape = new TensorShape(random.Next(1, 60), WindowRows.MinColumns + random.Next(0, random.Next(1, 300)));
        RandomTensor tensor = RandomTensor.Create(random, shape, random.NextDouble() * random.NextDouble(), random.Next(1, 256), 1);
        float[] bias = random.Next(2) == 0 ? [] : ProductChecks.Numbers(random, tensor.Rows);
        ValueWindowRows rows = ValueWindowRows.Unpack(tensor.Packed, tensor.Codebook, bias, slotsPerLane: random.Next(2, 4));
        ProductChecks.Require(random, tensor, bias, (input, output, relu) => WindowProduct.Apply(rows, input, output, relu), Math.Pow(2, -19));
        ProductChecks.Require(random, tensor, bias, (input, output, relu) => ApplyScalar(rows, input, output, relu), Math.Pow(2, -19));
    });

    private static void RequireProduct(Random random, RandomTensor tensor, float[] bias, bool paired)
    {
        WindowRows rows = WindowRows.Unpack(tensor.Packed, tensor.Codebook, bias, paired);
        ProductChecks.Require(random, tensor, bias, (input, output, relu) => WindowProduct.Apply(rows, input, output, relu));
        ProductChecks.Require(random, tensor, bias, (input, output, relu) => ApplyScalar(rows, input, output, relu));
    }

    private static void RequireSame<TOneWay, TOtherWay>(RandomTensor tensor, float[] input, bool paired)
        where TOneWay : struct, IWindowSteps
        where TOtherWay : struct, IWindowSteps
    {
        WindowRows rows = WindowRows.Unpack(tensor.Packed, tensor.Codebook, [], paired);
        Assert.Equal(Apply<TOneWay>(rows, input), Apply<TOtherWay>(rows, input));
    }

    private static unsafe float[] Apply<TSteps>(WindowRows rows, float[] input)
        where TSteps : struct, IWindowSteps
    {
        var output = new float[rows.Rows];
        fixed (float* codebook = rows.Codebook)
        {
            WindowProduct.Apply<TSteps, OneThread>(rows, codebook, input, output, relu: false);
        }

        return output;
    }

    /// <summary>The forms for processors without AVX-512, whatever this one is.</summary>
    private static unsafe void ApplyScalar(WindowRows rows, ReadOnlySpan<float> input, Span<float> output, bool relu)
    {
        fixed (float* codebook = rows.Codebook)
        {
            if (rows.GroupRows == 32)
            {
                WindowProduct.Apply<ScalarPairedWindowSteps, OneThread>(rows, codebook, input, output, relu);
            }
            else
            {
                WindowProduct.Apply<ScalarWindowSteps, OneThread>(rows, codebook, input, output, relu);
            }
        }
    }

    private static unsafe void ApplyScalar(ValueWindowRows rows, ReadOnlySpan<float> input, Span<float> output, bool relu)
    {
        if (rows.SlotsPerLane == 2)
        {
            WindowProduct.Apply<ScalarValueWindowSteps<TwoSlots>, OneThread>(rows, null, input, output, relu);
        }
        else
        {
            WindowProduct.Apply<ScalarValueWindowSteps<ThreeSlots>, OneThread>(rows, null, input, output, relu);
        }
    }
}
