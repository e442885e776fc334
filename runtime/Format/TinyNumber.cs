namespace DeepCompression.Aot.Format;

/// <summary>
/// Floating-point numbers of one byte: sign, three bits of exponent e, four of fraction f. To the scale s, the exponent of the
/// largest magnitude among the numbers that share it, the value is (16 + f) · 2^(e + s − 11), or f · 2^(s − 10) where e is 0: seven
/// octaves, with an error of at most a thirty-second.
/// </summary>
internal static class TinyNumber
{
    /// <summary>The scale of numbers that are all zero.</summary>
    public const int ScaleOfZeros = 0;

    /// <summary>The largest scale, and, negative, the smallest: every value is a normal single-precision number or zero.</summary>
    public const int MaxScale = 100;

    /// <summary>The largest exponent field, which the largest magnitude has.</summary>
    public const int MaxExponent = 7;

    /// <summary>A zero with its sign set, which is not used.</summary>
    public const byte MinusZero = 0x80;

    /// <summary>The exponent field of a number.</summary>
    public static int Exponent(byte bits) => (bits >> 4) & MaxExponent;

    /// <summary>The value of a number, exact in single precision.</summary>
    public static float ToSingle(byte bits, int scale)
    {
        int exponent = Exponent(bits);
        int fraction = bits & 0xF;
        float magnitude = exponent == 0
            ? fraction * PowerOfTwo(scale - 10)
            : (16 + fraction) * PowerOfTwo(exponent + scale - 11);
        return (bits & MinusZero) == 0 ? magnitude : -magnitude;
    }

    /// <summary>2 to a power from −126 to 127.</summary>
    public static float PowerOfTwo(int exponent) => SingleBits.FromBits((uint)(exponent + 127) << 23);
}
