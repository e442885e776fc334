using System.Globalization;
using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Trainer.Coding;

/// <summary>Rounds numbers to what a number format can hold.</summary>
internal static class NumberRounding
{
    /// <summary>The nearest value of the format.</summary>
    /// <exception cref="ArgumentException">The number is not finite, or too large for the format.</exception>
    public static float Round(float value, NumberFormat format)
    {
        if (!float.IsFinite(value))
        {
            throw new ArgumentException($"A parameter is {value.ToString(CultureInfo.InvariantCulture)}; only finite numbers can be stored. Training has diverged: lower the learning rate.");
        }

        float rounded = format == NumberFormat.Half ? (float)(Half)value : value;
        if (!float.IsFinite(rounded))
        {
            throw new ArgumentException($"A parameter is {value.ToString(CultureInfo.InvariantCulture)}, beyond half precision's ±65504; store this tensor in single precision.");
        }

        return rounded;
    }
}
