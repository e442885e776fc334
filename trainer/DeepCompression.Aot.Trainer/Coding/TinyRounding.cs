using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Trainer.Coding;

/// <summary>Numbers to <see cref="TinyNumber"/>s.</summary>
internal static class TinyRounding
{
    /// <summary>The scale of numbers: the exponent of the largest magnitude.</summary>
    public static int Scale(ReadOnlySpan<float> numbers)
    {
        float largest = 0;
        foreach (float number in numbers)
        {
            largest = Math.Max(largest, Math.Abs(number));
        }

        return largest == 0 ? TinyNumber.ScaleOfZeros : Math.ILogB(largest);
    }

    /// <summary>The nearest numbers that tiny ones of one scale hold.</summary>
    /// <exception cref="ArgumentException">The largest number is too large or too small for any scale.</exception>
    public static float[] Round(ReadOnlySpan<float> numbers)
    {
        int scale = Scale(numbers);
        if (scale is < -TinyNumber.MaxScale or >= TinyNumber.MaxScale)
        {
            throw new ArgumentException($"A parameter's largest magnitude is about 2^{scale}, which a number of one byte cannot hold; store this tensor in single precision.");
        }

        // A largest number that rounds up to the next power of two takes the scale with it.
        float[] rounded = Round(numbers, scale);
        return Scale(rounded) == scale ? rounded : Round(numbers, scale + 1);
    }

    /// <summary>The bits of a number that is held exactly.</summary>
    public static uint ToBits(float number, int scale)
    {
        float magnitude = Math.Abs(number);
        uint sign = number < 0 ? (uint)TinyNumber.MinusZero : 0;
        int exponent = magnitude == 0 ? 0 : Math.Max(0, Math.ILogB(magnitude) - scale + TinyNumber.MaxExponent);
        uint units = (uint)(magnitude / Unit(exponent, scale));
        return sign | (uint)(exponent << 4) | (units & 0xF);
    }

    private static float[] Round(ReadOnlySpan<float> numbers, int scale)
    {
        var rounded = new float[numbers.Length];
        for (int i = 0; i < rounded.Length; i++)
        {
            float magnitude = Math.Abs(numbers[i]);
            int exponent = magnitude == 0 ? 0 : Math.Max(0, Math.ILogB(magnitude) - scale + TinyNumber.MaxExponent);
            float unit = Unit(exponent, scale);
            rounded[i] = Math.Sign(numbers[i]) * MathF.Round(magnitude / unit) * unit;
        }

        return rounded;
    }

    /// <summary>The distance between neighbouring numbers with an exponent field; those of the fields 0 and 1 are equally far apart.</summary>
    private static float Unit(int exponent, int scale) => TinyNumber.PowerOfTwo(Math.Max(exponent, 1) + scale - 11);
}
