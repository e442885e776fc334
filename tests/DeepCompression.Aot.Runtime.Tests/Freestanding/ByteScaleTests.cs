namespace DeepCompression.Aot.Runtime.Tests.Freestanding;

/// <summary>Sums of integers as bytes.</summary>
public sealed unsafe class ByteScaleTests
{
    private const int LargestExponent = 12;

    [Fact]
    public void Bytes_stand_for_the_sums_to_half_a_unit() => Properties.Check(random =>
    {
        int[] sums = Sums(random);
        foreach (int exponent in (int[])[0, 5, LargestExponent, LargestExponent + 9, LargestExponent + 40])
        {
            (sbyte[] bytes, int narrowed) = Narrow(sums, exponent);
            int shift = exponent - narrowed;
            Assert.InRange(shift, Math.Max(0, exponent - LargestExponent), int.MaxValue);
            double unit = Math.Pow(2, shift);
            for (int i = 0; i < sums.Length; i++)
            {
                // The largest may have been rounded to what a byte does not hold.
                double tolerance = bytes[i] == sbyte.MaxValue ? 1 : 0.5;
                Assert.InRange(Math.Abs((bytes[i] * unit) - sums[i]), 0, tolerance * unit);
            }
        }
    });

    [Fact]
    public void The_largest_sum_fills_its_byte() => Properties.Check(random =>
    {
        int[] sums = Sums(random);
        (sbyte[] bytes, int narrowed) = Narrow(sums, exponent: 3);

        Assert.True(narrowed == 3 || bytes.Max(value => Math.Abs((int)value)) >= 64);
    });

    [Theory]
    [InlineData(20, 20, 0)]
    [InlineData(20, 3, 17)]
    [InlineData(20, -30, 31)]
    public void A_bias_is_shifted_to_the_exponent_of_the_sums_and_never_by_more_than_a_word(int biasExponent, int exponent, int shift) =>
        Assert.Equal(shift, ByteScale.BiasShift(biasExponent, exponent));

    [Fact]
    public void A_sum_is_rounded_to_the_nearest_byte_and_kept_in_range() => Properties.Check(random =>
    {
        int shift = random.Next(0, 31);
        int sum = random.Next(-(1 << 30), (1 << 30) + 1) >> random.Next(0, 31);

        double exact = sum * Math.Pow(2, -shift);

        Assert.InRange(ByteScale.Round(sum, shift), Math.Clamp(exact - 0.5, -128, 127), Math.Clamp(exact + 0.5, -128, 127));
    });

    [Theory]
    [InlineData(20, 5, 15, 5)]
    [InlineData(5, 20, 0, 5)]
    [InlineData(60, 5, 30, 5)]
    public void Sums_are_shifted_to_the_calibrated_exponent_and_never_left_of_it(int exponent, int calibrated, int shift, int result)
    {
        Assert.Equal(shift, ByteScale.OutputShift(exponent, calibrated));
        Assert.Equal(result, ByteScale.OutputExponent(exponent, calibrated));
    }

    [Fact]
    public void A_bound_is_the_nearest_byte_or_the_end_of_their_range() => Properties.Check(random =>
    {
        int bound = random.Next(-(1 << 15) + 1, 1 << 15);
        int boundExponent = random.Next(-20, 40);
        int exponent = random.Next(-20, 40);

        double exact = bound * Math.Pow(2, exponent - boundExponent);

        Assert.InRange(ByteScale.Bound(bound, boundExponent, exponent), Math.Clamp(exact - 0.5, -128, 127), Math.Clamp(exact + 0.5, -128, 127));
    });

    /// <summary>A few sums of up to some number of bits.</summary>
    private static int[] Sums(Random random)
    {
        int largest = 1 << random.Next(1, 31);
        return [.. Enumerable.Range(0, random.Next(1, 20)).Select(_ => random.Next(-largest, largest))];
    }

    private static (sbyte[] Bytes, int Exponent) Narrow(int[] sums, int exponent)
    {
        int[] memory = [.. sums];
        fixed (int* pointer = memory)
        {
            int narrowed = ByteScale.Narrow(pointer, memory.Length, exponent, LargestExponent);
            return (new ReadOnlySpan<sbyte>(pointer, memory.Length).ToArray(), narrowed);
        }
    }
}
