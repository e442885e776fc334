using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Trainer.Coding;

/// <summary>Makes the stored form of a tensor that is kept number by number.</summary>
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

        var tensor = new RawTensor(shape, 0, format, new(NumberRounding.Round(values, format)));
        return tensor with { BitCount = TensorWriter.BitCount(tensor) };
    }
}
