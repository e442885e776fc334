using System.Numerics;
using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Runtime.Tests.Decoding;

public class SparseRowsTests
{
    [Fact]
    public void Rows_hold_the_dense_weights_filled_up_to_whole_steps() => Properties.Check(random =>
    {
        RandomTensor tensor = RandomTensor.Create(random, new TensorShape(random.Next(1, 30), random.Next(1, 70)));
        int slotsPerStep = random.Next(1, 20);
        RequireWeights(tensor, slotsPerStep, SparseRows.Unpack<ushort>(tensor.Packed, tensor.Codebook, slotsPerStep));
        RequireWeights(tensor, slotsPerStep, SparseRows.Unpack<int>(tensor.Packed, tensor.Codebook, slotsPerStep));
    });

    [Fact]
    public void Columns_of_sixteen_bits_serve_rows_of_65536_weights_and_no_longer()
    {
        var random = new Random(7);
        RandomTensor longest = RandomTensor.Create(random, new TensorShape(2, 65_536), 0.5, 9, 2);
        RequireWeights(longest, 8, SparseRows.Unpack<ushort>(longest.Packed, longest.Codebook, 8));

        RandomTensor tooLong = RandomTensor.Create(random, new TensorShape(2, 65_537), 0.01, 9, 2);
        Assert.Throws<ArgumentOutOfRangeException>(() => SparseRows.Unpack<ushort>(tooLong.Packed, tooLong.Codebook, 8));
        RequireWeights(tooLong, 8, SparseRows.Unpack<int>(tooLong.Packed, tooLong.Codebook, 8));
    }

    [Fact]
    public void Taps_name_places_of_the_padded_input() => Properties.Check(random =>
    {
        (int channels, int height, int width) = (random.Next(1, 5), random.Next(1, 6), random.Next(1, 6));
        RandomTensor tensor = RandomTensor.Create(random, new TensorShape(random.Next(1, 9), channels, height, width));
        SparseRows<int> rows = SparseRows.Unpack<int>(tensor.Packed, tensor.Codebook, slotsPerStep: 1);

        SparseRows<int> taps = SparseRows.UnpackTaps(tensor.Packed, tensor.Codebook, height, width, planeStride: 1000, rowStride: 30);

        Assert.Equal(rows.Start, taps.Start);
        Assert.Equal(rows.Values, taps.Values);
        int[] places = [.. from channel in Enumerable.Range(0, channels)
                           from y in Enumerable.Range(0, height)
                           from x in Enumerable.Range(0, width)
                           select (channel * 1000) + (y * 30) + x];
        Assert.Equal(rows.Columns.Select(column => places[column]), taps.Columns);
    });

    [Fact]
    public void A_window_that_does_not_divide_a_row_is_refused()
    {
        RandomTensor tensor = RandomTensor.Create(new Random(3), new TensorShape(2, 25));
        Assert.Throws<ArgumentOutOfRangeException>(() => SparseRows.UnpackTaps(tensor.Packed, tensor.Codebook, 3, 3, 100, 10));
    }

    [Fact]
    public void A_codebook_of_another_length_is_refused()
    {
        RandomTensor tensor = RandomTensor.Create(new Random(3), new TensorShape(2, 25));
        Assert.Throws<ArgumentException>("codebook", () => SparseRows.Unpack<ushort>(tensor.Packed, tensor.Codebook.AsSpan(1), 8));
    }

    private static void RequireWeights<TColumn>(RandomTensor tensor, int slotsPerStep, SparseRows<TColumn> rows)
        where TColumn : unmanaged, IBinaryInteger<TColumn>, IMinMaxValue<TColumn>
    {
        Assert.Equal(tensor.Rows + 1, rows.Start.Length);
        Assert.Equal(rows.Columns.Length, rows.Start[^1]);
        Assert.Equal(rows.Columns.Length, rows.Values.Length);
        for (int row = 0; row < tensor.Rows; row++)
        {
            float[] dense = tensor.Dense[(row * tensor.RowLength)..((row + 1) * tensor.RowLength)];
            int[] expected = [.. Enumerable.Range(0, dense.Length).Where(column => dense[column] != 0)];
            int slots = rows.Start[row + 1] - rows.Start[row];
            Assert.Equal((expected.Length + slotsPerStep - 1) / slotsPerStep * slotsPerStep, slots);
            for (int i = 0; i < slots; i++)
            {
                int slot = rows.Start[row] + i;
                bool filler = i >= expected.Length;
                Assert.Equal(filler ? expected[^1] : expected[i], int.CreateChecked(rows.Columns[slot]));
                Assert.Equal(filler ? 0 : dense[expected[i]], rows.Values[slot]);
            }
        }
    }
}
