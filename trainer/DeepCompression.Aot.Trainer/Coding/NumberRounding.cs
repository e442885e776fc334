using System.Globalization;
using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Trainer.Coding;

/// <summary>Rounds the numbers of a tensor to what a number format can hold.</summary>
internal static class NumberRounding
{
    /// <summary>The nearest values of the format; those of <see cref="NumberFormat.Tiny"/> depend on the largest magnitude among them.</summary>
    /// <exception cref="ArgumentException">A number is not finite, or too large for the format.</exception>
    public static float[] Round(ReadOnlySpan<float> values, NumberFormat format)
    {
        foreach (float value in values)
        {
            RequireStorable(value, format);
        }

        return format switch
        {
            NumberFormat.Half => [.. values.ToArray().Select(value => (float)(Half)value)],
            NumberFormat.Tiny => TinyRounding.Round(values),
            _ => values.ToArray(),
        };
    }

    private static void RequireStorable(float value, NumberFormat format)
    {
        if (!float.IsFinite(value))
        {
            throw new ArgumentException($"A parameter is {value.ToString(CultureInfo.InvariantCulture)}; only finite numbers can be stored. Training has diverged: lower the learning rate.");
        }

        if (format == NumberFormat.Half && !Half.IsFinite((Half)value))
        {
            throw new ArgumentException($"A parameter is {value.ToString(CultureInfo.InvariantCulture)}, beyond half precision's ±65504; store this tensor in single precision.");
        }
    }
}
