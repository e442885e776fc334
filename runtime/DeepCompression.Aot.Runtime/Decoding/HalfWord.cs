namespace DeepCompression.Aot.Runtime;

/// <summary>A word whose upper half is a normal number of half precision, or 0, and whose lower half is a column.</summary>
/// <remarks>Compiled into the generator as well, which offers kernels with such words only where they can hold the weights.</remarks>
internal static class HalfWord
{
    /// <summary>How far the number's bits are moved down to line up with those of single precision.</summary>
    public const int Shift = 3;

    /// <summary>The bits, moved down, that are the number's; the sign has moved into its own way and stays where it was.</summary>
    public const int NumberMask = unchecked((int)0x8FFF_E000);

    /// <summary>What the moved bits, read in single precision, are multiplied by: exponents count from another zero.</summary>
    public const float Scale = 5192296858534827628530496329220096f;

    private const uint FractionMask = 0x1FFF;
    private const uint LowestExponent = 127 - 14;
    private const uint HighestExponent = 127 + 15;

    /// <summary>Whether a number is a normal one of half precision.</summary>
    public static bool CanHold(float value)
    {
        uint bits = Format.SingleBits.ToBits(value);
        uint exponent = (bits >> 23) & 0xFF;
        return (bits & FractionMask) == 0 && exponent is >= LowestExponent and <= HighestExponent;
    }

    /// <summary>A word.</summary>
    /// <param name="value">A number that it can hold, or 0.</param>
    /// <param name="column">A column below 65,536.</param>
    public static uint Of(float value, uint column)
    {
        if (value == 0)
        {
            return column;
        }

        uint bits = Format.SingleBits.ToBits(value);
        uint magnitude = ((bits & int.MaxValue) - ((LowestExponent - 1) << 23)) >> 13;
        return (bits & (1u << 31)) | (magnitude << 16) | column;
    }

    /// <summary>The number of a word.</summary>
    public static float Number(uint word) => Format.SingleBits.FromBits((uint)(((int)word >> Shift) & NumberMask)) * Scale;
}
