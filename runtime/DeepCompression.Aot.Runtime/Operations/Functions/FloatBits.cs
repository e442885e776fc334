namespace DeepCompression.Aot.Runtime;

/// <summary>How a single is made of bits, as far as functions use it.</summary>
internal static class FloatBits
{
    /// <summary>Bits of the fraction, above which the exponent begins.</summary>
    public const int FractionBits = 23;

    /// <summary>1.5 · 2²³: a small whole number that is added to it is in its lowest bits, and what is not whole is rounded to even.</summary>
    public const float Rounder = 12582912;

    /// <summary>The same, and the bias of exponents, 127.</summary>
    public const float ExponentShift = Rounder + 127;

    /// <summary>The bits of √½.</summary>
    public const int RootOfHalf = 0x3F3504F3;
}
