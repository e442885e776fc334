using DeepCompression.Aot.Format;

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

    [Theory]
    [InlineData(0, new byte[] { 0 })]
    [InlineData(127, new byte[] { 0x7F })]
    [InlineData(128, new byte[] { 0x80, 0x01 })]
    [InlineData(300, new byte[] { 0xAC, 0x02 })]
    [InlineData(int.MaxValue, new byte[] { 0xFF, 0xFF, 0xFF, 0xFF, 0x07 })]
    public void An_integer_has_seven_bits_to_the_byte_least_significant_first(int value, byte[] bytes)
    {
        var reader = new ByteReader(bytes, "test");

        Assert.Equal(value, reader.ReadVarint());
        reader.RequireEnd();
    }

    [Fact]
    public void A_check_that_holds_costs_no_memory()
    {
        var reader = new ByteReader([1, 2, 3], "test");
        reader.Require(true, $"{reader.Remaining} bytes");
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++)
        {
            reader.Require(true, $"{i} of {reader.Remaining} bytes");
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Theory]
    [InlineData("1", 0)]
    [InlineData("010", 1)]
    [InlineData("011", 2)]
    [InlineData("00100", 3)]
    [InlineData("0001000", 7)]
    public void An_exp_golomb_number_has_as_many_bits_after_its_one_as_zeros_before(string bits, int value)
    {
        byte packed = (byte)(Convert.ToInt32(bits, 2) << (8 - bits.Length));
        var reader = new BitReader([packed]);

        Assert.Equal(value, reader.ReadExpGolomb());
    }
}
