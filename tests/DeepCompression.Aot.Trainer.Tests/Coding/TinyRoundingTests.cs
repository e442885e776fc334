using DeepCompression.Aot.Format;
using DeepCompression.Aot.Trainer.Coding;

namespace DeepCompression.Aot.Trainer.Tests.Coding;

public sealed class TinyRoundingTests
{
    [Fact]
    public void Numbers_are_rounded_to_the_nearest_that_their_scale_holds()
    {
        for (int seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            float[] numbers = [.. Enumerable.Range(0, random.Next(1, 20)).Select(_ => (float)((random.NextDouble() - 0.5) * Math.Pow(4, random.Next(-8, 3))))];
            float[] rounded = TinyRounding.Round(numbers);

            // Every number that the scale of the largest can hold.
            int scale = Math.ILogB(rounded.Max(Math.Abs));
            float[] held = [.. Enumerable.Range(0, 256).Select(bits => TinyNumber.ToSingle((byte)bits, scale))];
            for (int i = 0; i < numbers.Length; i++)
            {
                Assert.Contains(rounded[i], held);
                Assert.Equal(held.Min(value => Math.Abs((double)value - numbers[i])), Math.Abs((double)rounded[i] - numbers[i]), 1e-12);
            }
        }
    }

    [Fact]
    public void A_largest_number_that_rounds_up_takes_the_scale_with_it()
    {
        Assert.Equal([2f, 1.0625f], TinyRounding.Round([1.999f, 1.05f]));
        Assert.Equal(1, TinyRounding.Scale([2f, 1.0625f]));
    }

    [Fact]
    public void Rounding_again_changes_nothing()
    {
        float[] once = TinyRounding.Round([0.7f, -0.33f, 0.0101f, 1e-6f]);

        Assert.Equal(once, TinyRounding.Round(once));
        Assert.Equal(0, once[3]);
    }

    [Fact]
    public void Zeros_stay_zeros() => Assert.Equal([0f, 0], TinyRounding.Round([0f, 0]));

    [Theory]
    [InlineData(1e31f)]
    [InlineData(1e-31f)]
    public void Magnitudes_beyond_every_scale_are_refused(float value)
    {
        var exception = Assert.Throws<ArgumentException>(() => TinyRounding.Round([value]));
        Assert.Contains("store this tensor in single precision", exception.Message, StringComparison.Ordinal);
    }
}
