using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Runtime.Tests.Decoding;

public class ByteWindowRowsTests
{
    [Fact]
    public void Every_weight_has_one_slot() => Properties.Check(random =>
    {
        int width = random.Next(2) == 0 ? 64 : 128;
        RandomTensor tensor = Draw(random, width);
        ByteWindowRows rows = ByteWindowRows.Unpack(tensor.Packed, tensor.Codebook, [], width);
        Assert.Equal(tensor.Rows, rows.Rows);
        Assert.Equal(tensor.RowLength, rows.Columns);
        Assert.Equal(width, rows.Width);
        Assert.Equal(tensor.Dense.Select(weight => Array.IndexOf(tensor.Codebook, weight)), Codes(rows));
    });

    [Fact]
    public void Centroids_become_the_nearest_multiples_of_the_scale_and_repeat_where_codes_are_short() => Properties.Check(random =>
    {
        int width = random.Next(2) == 0 ? 64 : 128;
        RandomTensor tensor = Draw(random, width);
        ByteWindowRows rows = ByteWindowRows.Unpack(tensor.Packed, tensor.Codebook, [], width);
        Assert.Equal(127, rows.Codebook.ToArray().Max(value => Math.Abs((int)value)));
        for (int code = 0; code < 64; code++)
        {
            int meant = width == 128 ? code % 32 : code;
            double value = meant < tensor.Codebook.Length ? tensor.Codebook[meant] : 0;
            Assert.Equal(value / rows.WeightScale, rows.Codebook[code], 0.5001);
        }
    });

    [Fact]
    public void The_sum_of_a_row_goes_to_its_place() => Properties.Check(random =>
    {
        int width = random.Next(2) == 0 ? 64 : 128;
        RandomTensor tensor = Draw(random, width);
        ByteWindowRows rows = ByteWindowRows.Unpack(tensor.Packed, tensor.Codebook, [], width);
        int[] codes = [.. tensor.Dense.Select(weight => Array.IndexOf(tensor.Codebook, weight))];
        Assert.Equal(
            rows.Order.ToArray().Select(row => codes.Skip(row * tensor.RowLength).Take(tensor.RowLength).Sum(code => rows.Codebook[code])),
            rows.RowSum[..tensor.Rows].ToArray());
    });

    [Fact]
    public void More_centroids_than_codes_have_bits_for_are_refused()
    {
        foreach (int width in (int[])[64, 128])
        {
            RandomTensor tensor = RandomTensor.Create(new Random(5), new TensorShape(3, 100), 0.5, ByteWindowRows.MaxCentroids(width) + 1, 1);
            Assert.Throws<ArgumentOutOfRangeException>("codebook", () => ByteWindowRows.Unpack(tensor.Packed, tensor.Codebook, [], width));
        }
    }

    /// <summary>Reads the fields of every slot where the layout's documentation says they are.</summary>
    private static unsafe int[] Codes(ByteWindowRows rows)
    {
        (int placeBits, int codeBits) = rows.Width == 64 ? (6, 6) : (7, 5);
        var codes = new int[rows.Rows * rows.Columns];
        byte* bytes = (byte*)rows.Words.First;
        int step = 0;
        for (int group = 0; group < rows.GroupEnd.Length; group++)
        {
            Assert.Equal(0, rows.GroupEnd[group] % 2);
            for (; step < rows.GroupEnd[group]; step += 2, bytes += 192)
            {
                for (int slot = 0; slot < 64; slot++)
                {
                    (int first, int second, int third) = (bytes[slot], bytes[64 + slot], bytes[128 + slot]);
                    int lowBits = 8 - codeBits;
                    int middleBits = 8 - placeBits;
                    int place = (group * 16) + (slot / 4);
                    Put(place, step, first & ((1 << placeBits) - 1), third & ((1 << codeBits) - 1));
                    Put(
                        place,
                        step + 1,
                        second & ((1 << placeBits) - 1),
                        (third >> codeBits) + (first >> placeBits << lowBits) + (second >> placeBits << (lowBits + middleBits)));
                }
            }
        }

        GC.KeepAlive(rows);
        return codes;

        void Put(int place, int at, int inWindow, int code)
        {
            if (code != 0)
            {
                ref int old = ref codes[(rows.Order[place] * rows.Columns) + rows.Starts[at] + inWindow];
                Assert.Equal(0, old);
                old = code;
            }
        }
    }

    private static RandomTensor Draw(Random random, int width)
    {
        var shape = new TensorShape(random.Next(1, 50), random.Next(1, random.Next(2, 500)));
        double density = random.NextDouble() * random.NextDouble();
        return RandomTensor.Create(random, shape, density, random.Next(1, ByteWindowRows.MaxCentroids(width) + 1), 1);
    }
}
