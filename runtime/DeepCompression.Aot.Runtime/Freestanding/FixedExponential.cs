namespace DeepCompression.Aot.Runtime;

/// <summary>Exponentials in integers of 32 bits, for cores without floating point.</summary>
internal static class FixedExponential
{
    /// <summary>Bits behind the point.</summary>
    public const int Bits = 16;

    /// <summary>From here on e^−x is below half a unit and becomes 0.</summary>
    private const uint Farthest = 12u << Bits;

    /// <summary>The logarithm of e to base 2.</summary>
    private const uint LogarithmOfE = 94548;

    // 2^−f for f from 0 to 1 is about 1 − f · (a − f · (b − f · (c − f · d))).
    private const uint A = 45421;
    private const uint B = 15695;
    private const uint C = 3491;
    private const uint D = 449;

    /// <summary>e^−x with 16 bits behind the point, to three units.</summary>
    /// <param name="x">A number that is not negative, times a power of two.</param>
    /// <param name="exponent">That power.</param>
    public static uint OfNegative(uint x, int exponent)
    {
        uint argument = Argument(x, exponent);
        if (argument >= Farthest)
        {
            return 0;
        }

        // To base 2; the product of 20 and 17 bits in two parts.
        uint power = ((argument >> 8) * LogarithmOfE >> 8) + ((argument & 0xFF) * LogarithmOfE >> Bits);
        uint fraction = power & ((1u << Bits) - 1);
        uint p = C - (fraction * D >> Bits);
        p = B - (fraction * p >> Bits);
        p = A - (fraction * p >> Bits);
        p = (1u << Bits) - (fraction * p >> Bits);
        return p >> (int)(power >> Bits);
    }

    /// <summary>The number with 16 bits behind the point, or one that is far enough.</summary>
    private static uint Argument(uint x, int exponent)
    {
        if (exponent >= Bits)
        {
            return exponent - Bits > 31 ? 0 : x >> (exponent - Bits);
        }

        int shift = Bits - exponent > 31 ? 31 : Bits - exponent;
        return x > Farthest >> shift ? Farthest : x << shift;
    }
}
