using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Trainer.Coding;

/// <summary>Makes the stored form of a tensor that is kept number by number, such as a bias.</summary>
internal static class RawTensorEncoder
{
    /// <summary>Rounds the values to the format.</summary>
    /// <param name="shape">The dense shape.</param>
    /// <param name="values">The values, row-major.</param>
    /// <param name="format">How the numbers are stored.</param>
    /// <exception cref="ArgumentException">The values do not fill the shape, or one cannot be held by the format.</exception>
    public static RawTensor Encode(TensorShape shape, ReadOnlySpan<float> values, NumberFormat format)
    {
        if (values.Length != shape.ElementCount)
        {
            throw new ArgumentException($"{values.Length} values do not fill a tensor of {shape}.", nameof(values));
        }

        var rounded = new float[values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            rounded[i] = NumberRounding.Round(values[i], format);
        }

        return new RawTensor(shape, 1 + (values.Length * format.ByteCount()), format, new(rounded));
    }
}
