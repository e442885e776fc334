namespace DeepCompression.Aot.Format;

/// <summary>Reads the numbers of one tensor, one after another, in a format and, for tiny ones, to a scale that they share.</summary>
internal struct NumberReader
{
    private readonly int _scale;
    private int _largest;

    private NumberReader(NumberFormat format, int scale)
    {
        Format = format;
        _scale = scale;
    }

    /// <summary>How the numbers are stored.</summary>
    public NumberFormat Format { get; }

    /// <summary>Reads the format and what the numbers share.</summary>
    /// <param name="reader">The bits, at the format.</param>
    /// <param name="mayStep">Whether the numbers ascend, so that they may be stored in steps.</param>
    public static NumberReader Begin(ref BitReader reader, bool mayStep = false)
    {
        var format = (NumberFormat)reader.ReadBits(NumberFormats.TagBits);
        reader.Require(format != NumberFormat.Steps || mayStep, "only the numbers of a codebook are stored in steps");
        int scale = format == NumberFormat.Tiny ? reader.ReadSigned() : 0;
        reader.Require(scale is >= -TinyNumber.MaxScale and <= TinyNumber.MaxScale, $"a scale of {scale} is beyond ±{TinyNumber.MaxScale}");
        return new NumberReader(format, scale);
    }

    /// <summary>Reads one number.</summary>
    public float Next(ref BitReader reader)
    {
        switch (Format)
        {
            case NumberFormat.Single: return reader.ReadSingle();
            case NumberFormat.Half: return reader.ReadHalf();
            default: return NextTiny(ref reader);
        }
    }

    /// <summary>Reads as many numbers as there is room for.</summary>
    public float[] Next(ref BitReader reader, int count)
    {
        reader.Require(count <= reader.Remaining / Format.BitCount(), $"{count} numbers are announced, but only {reader.Remaining} bits are left");
        var values = new float[count];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = Next(ref reader);
        }

        return values;
    }

    /// <summary>Checks, after the last number, that the scale is the one that belongs to the numbers.</summary>
    public readonly void RequireEnd(ref BitReader reader)
    {
        bool fits = Format != NumberFormat.Tiny
            || TinyNumber.Exponent((byte)_largest) == TinyNumber.MaxExponent
            || (_largest == 0 && _scale == TinyNumber.ScaleOfZeros);
        reader.Require(fits, "the scale is not that of the largest number");
    }

    private float NextTiny(ref BitReader reader)
    {
        byte bits = (byte)reader.ReadBits(8);
        reader.Require(bits != TinyNumber.MinusZero, "a number is minus zero");
        _largest = Math.Max(_largest, bits & ~TinyNumber.MinusZero);
        return TinyNumber.ToSingle(bits, _scale);
    }
}
