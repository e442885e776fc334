namespace DeepCompression.Aot.Format;

/// <summary>The lengths of Exp-Golomb numbers, in which the format writes its integers.</summary>
internal static class ExpGolomb
{
    /// <summary>The bits of an integer from 0 to 2^31 − 1.</summary>
    /// <param name="value">The integer.</param>
    /// <param name="order">How many of its lowest bits are written plainly.</param>
    public static int BitCount(int value, int order = 0)
    {
        int bits = 1 + order;
        for (long rest = ((long)value >> order) + 1; rest > 1; rest >>= 1)
        {
            bits += 2;
        }

        return bits;
    }
}
