using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Trainer.Coding;

/// <summary>Writes the numbers of one tensor, all of which its format can hold exactly: the counterpart of <see cref="NumberReader"/>.</summary>
internal readonly struct NumberWriter
{
    private readonly BitWriter _writer;
    private readonly NumberFormat _format;
    private readonly int _scale;

    /// <summary>Writes the format and what the numbers share.</summary>
    /// <param name="writer">Receives the bits.</param>
    /// <param name="format">The format of the numbers.</param>
    /// <param name="numbers">All numbers that will be written.</param>
    public NumberWriter(BitWriter writer, NumberFormat format, ReadOnlySpan<float> numbers)
    {
        _writer = writer;
        _format = format;
        _scale = TinyRounding.Scale(numbers);
        writer.Write((uint)format, NumberFormats.TagBits);
        if (format == NumberFormat.Tiny)
        {
            writer.WriteSigned(_scale);
        }
    }

    /// <summary>Writes one number.</summary>
    public void Write(float number)
    {
        switch (_format)
        {
            case NumberFormat.Single:
                _writer.WriteSingle(number);
                break;
            case NumberFormat.Half:
                _writer.Write(BitConverter.HalfToUInt16Bits((Half)number), 16);
                break;
            default:
                _writer.Write(TinyRounding.ToBits(number, _scale), 8);
                break;
        }
    }

    /// <summary>Writes numbers.</summary>
    public void Write(ReadOnlySpan<float> numbers)
    {
        foreach (float number in numbers)
        {
            Write(number);
        }
    }
}
