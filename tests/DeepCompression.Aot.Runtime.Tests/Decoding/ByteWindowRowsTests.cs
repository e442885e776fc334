using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Runtime.Tests.Decoding;

public class ByteWindowRowsTests
{
    /// <summary>Columns of windows.</summary>
    internal static int[] Widths { get; } = [64, 128, 256];

    [Fact]
    public void Every_weight_has_one_slot() => Properties.Check(random =>
    {
        int width = Widths[random.Next(Widths.Length)];
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
        int width = Widths[random.Next(Widths.Length)];
        RandomTensor tensor = Draw(random, width);
        ByteWindowRows rows = ByteWindowRows.Unpack(tensor.Packed, tensor.Codebook, [], width);
        Assert.Equal(127, rows.Codebook.ToArray().Max(value => Math.Abs((int)value)));
        for (int code = 0; code < 64; code++)
        {
            int meant = width > 64 ? code % 32 : code;
            double value = meant < tensor.Codebook.Length ? tensor.Codebook[meant] : 0;
            Assert.Equal(value / rows.WeightScale, rows.Codebook[code], 0.5001);
        }
    });

    [Fact]
    public void The_sum_of_a_row_goes_to_its_place() => Properties.Check(random =>
    {
        int width = Widths[random.Next(Widths.Length)];
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
        foreach (int width in Widths)
        {
            RandomTensor tensor = RandomTensor.Create(new Random(5), new TensorShape(3, 300), 0.5, ByteWindowRows.MaxCentroids(width) + 1, 1);
            Assert.Throws<ArgumentOutOfRangeException>("codebook", () => ByteWindowRows.Unpack(tensor.Packed, tensor.Codebook, [], width));
        }
    }

    [Fact]
    public void Rows_shorter_than_the_widest_windows_are_refused()
    {
        RandomTensor tensor = RandomTensor.Create(new Random(5), new TensorShape(3, 255), 0.5, 9, 1);
        Assert.Throws<ArgumentOutOfRangeException>("tensor", () => ByteWindowRows.Unpack(tensor.Packed, tensor.Codebook, [], 256));
    }

    /// <summary>Reads the fields of every slot where the layout's documentation says they are.</summary>
    private static unsafe int[] Codes(ByteWindowRows rows)
    {
        (int placeBits, int codeBits) = rows.Width == 64 ? (6, 6) : (7, 5);
        int unit = rows.Width == 256 ? 3 : 2;
        var codes = new int[rows.Rows * rows.Columns];
        byte* bytes = (byte*)rows.Words.First;
        int step = 0;
        for (int group = 0; group < rows.GroupEnd.Length; group++)
        {
            Assert.Equal(0, rows.GroupEnd[group] % unit);
            for (; step < rows.GroupEnd[group]; step += unit, bytes += unit == 2 ? 192 : 320)
            {
                for (int slot = 0; slot < 64; slot++)
                {
                    (int first, int second, int third) = (bytes[slot], bytes[64 + slot], bytes[128 + slot]);
                    int place = (group * 16) + (slot / 4);
                    if (unit == 3)
                    {
                        (int fourth, int fifth) = (bytes[192 + slot], bytes[256 + slot]);
                        Put(place, step, first, fourth & 31);
                        Put(place, step + 1, second, fifth & 31);
                        Put(place, step + 2, third, (fourth >> 5) + (fifth >> 5 << 3));
                        continue;
                    }

                    int lowBits = 8 - codeBits;
                    int middleBits = 8 - placeBits;
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

    /// <summary>A tensor that windows of a width can have.</summary>
    internal static RandomTensor Draw(Random random, int width)
    {
        int columns = width == 256 ? random.Next(width, 700) : random.Next(1, random.Next(2, 500));
        double density = random.NextDouble() * random.NextDouble();
        return RandomTensor.Create(
            random, new TensorShape(random.Next(1, 50), columns), density, random.Next(1, ByteWindowRows.MaxCentroids(width) + 1), 1);
    }
}
