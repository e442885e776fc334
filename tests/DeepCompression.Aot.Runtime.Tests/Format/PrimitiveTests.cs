using DeepCompression.Aot.Format;
using DeepCompression.Aot.Runtime.Tests;

namespace DeepCompression.Aot.Tests.Format;

public sealed class PrimitiveTests
{
    [Fact]
    public void The_checksum_has_the_check_value_of_its_standard() => Assert.Equal(0xCBF4_3926u, Crc32.Compute("123456789"u8));

    [Fact]
    public void Every_half_precision_number_has_the_value_of_the_runtimes_own_type()
    {
        for (int bits = 0; bits <= ushort.MaxValue; bits++)
        {
            float expected = (float)BitConverter.UInt16BitsToHalf((ushort)bits);
            float actual = SingleBits.FromHalfBits((ushort)bits);
            if (float.IsNaN(expected))
            {
                Assert.True(float.IsNaN(actual));
            }
            else
            {
                Assert.Equal(BitConverter.SingleToUInt32Bits(expected), BitConverter.SingleToUInt32Bits(actual));
            }
        }
    }

    [Fact]
    public void A_codeword_longer_than_any_is_refused_for_its_length()
    {
        // The others would be complete without it.
        string message = Assert.Throws<ArtifactException>(() => CanonicalCode.Create([1, 1, CanonicalCode.MaxLength + 1], singleIsFree: false)).Message;
        Assert.Contains("13 bits, more than 12", message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_largest_integer_is_the_last_that_is_read()
    {
        byte[] bits = new byte[8];
        bits[3] = 1;
        Assert.Equal(int.MaxValue, new BitReader(bits, "test").ReadNumber());

        // One more.
        bits[7] = 0b10;
        Assert.Throws<ArtifactException>(() => new BitReader(bits, "test").ReadNumber());
    }

    [Fact]
    public void A_check_that_holds_costs_no_memory()
    {
        var reader = new BitReader([1, 2, 3], "test");
        reader.Require(true, $"{reader.Remaining} bits");
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++)
        {
            reader.Require(true, $"{i} of {reader.Remaining} bits");
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Theory]
    [InlineData("1", 0, 0)]
    [InlineData("010", 0, 1)]
    [InlineData("011", 0, 2)]
    [InlineData("00100", 0, 3)]
    [InlineData("0001000", 0, 7)]
    [InlineData("110", 2, 2)]
    [InlineData("01001", 2, 5)]
    [InlineData("0110", 1, 4)]
    public void A_number_has_as_many_bits_after_its_one_as_zeros_before_and_those_of_its_order(string bits, int order, int value)
    {
        var reader = new BitReader([(byte)(Convert.ToInt32(bits, 2) << (8 - bits.Length))], "test");

        Assert.Equal(value, reader.ReadNumber(order));
        Assert.Equal(bits.Length, reader.Position);
        Assert.Equal(bits.Length, ExpGolomb.BitCount(value, order));
    }

    [Fact]
    public void The_largest_number_is_read_and_a_larger_one_refused()
    {
        var largest = new BitReader([0, 0, 0, 1, 0, 0, 0, 0], "test");
        Assert.Equal(int.MaxValue, largest.ReadNumber());
        Assert.Throws<ArtifactException>(() => new BitReader([0, 0, 0, 1, 0, 0, 0, 2], "test").ReadNumber());
        Assert.Throws<ArtifactException>(() => new BitReader([0, 0, 0, 1, 0, 0, 0, 0, 128], "test").ReadNumber(1));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(2, -1)]
    [InlineData(3, 2)]
    [InlineData(4, -2)]
    public void Signed_numbers_take_turns(int rank, int value)
    {
        Assert.Equal(value, SignedNumber.FromRank(rank));
        Assert.Equal(rank, SignedNumber.ToRank(value));
    }

    [Fact]
    public void Every_tiny_number_has_the_value_of_its_formula_at_every_scale()
    {
        for (int scale = -TinyNumber.MaxScale; scale <= TinyNumber.MaxScale; scale++)
        {
            for (int bits = 0; bits < 256; bits++)
            {
                int exponent = (bits >> 4) & 7;
                int fraction = bits & 15;
                double magnitude = exponent == 0 ? fraction * Math.Pow(2, scale - 10) : (16 + fraction) * Math.Pow(2, exponent + scale - 11);
                Assert.Equal(bits < 128 ? magnitude : -magnitude, TinyNumber.ToSingle((byte)bits, scale));
            }
        }
    }

    [Fact]
    public void Every_gap_is_in_the_class_that_begins_at_or_before_it_and_its_plain_bits_hold_its_place() => Properties.Check(random =>
    {
        int resolution = random.Next(GapClasses.MaxResolution + 1);
        int gap = (int)((1L << random.Next(32)) - 1 - random.Next(0, 2)) & int.MaxValue;
        int gapClass = GapClasses.Of(gap, resolution);

        Assert.InRange(gapClass, 0, GapClasses.MaxCount(resolution) - 1);
        Assert.InRange(gap - (long)GapClasses.First(gapClass, resolution), 0, (1L << GapClasses.ExtraBits(gapClass, resolution)) - 1);
    });

    [Fact]
    public void Bits_that_were_read_are_copied_from_any_position() => Properties.Check(random =>
    {
        var bytes = new byte[9];
        random.NextBytes(bytes);
        int start = random.Next(0, 40);
        int count = random.Next(0, 32);
        var reader = new BitReader(bytes, "test");
        reader.ReadBits(start / 2);
        reader.ReadBits(start - (start / 2));
        uint value = reader.ReadBits(count);
        var copy = new BitReader(reader.CopyFrom(start), "copy");

        Assert.Equal(value, copy.ReadBits(count));
        copy.RequireEnd();
    });
}
