using System.ComponentModel;

namespace DeepCompression.Aot.Runtime;

/// <summary>
/// Sums of 32 bits to activations of 8, each tensor to a power of two of its own: element i stands for element · 2^−exponent. Shifts
/// alone, so that any core can do it.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class ByteScale
{
    private const int MagnitudeBits = 7;
    private const int LargestShift = 31;

    /// <summary>Narrows sums to bytes, in place: the bytes lie at the beginning of the same memory.</summary>
    /// <param name="sums">The sums.</param>
    /// <param name="length">How many.</param>
    /// <param name="exponent">The exponent of the sums.</param>
    /// <param name="largestExponent">The largest exponent that the layers that read the bytes can take.</param>
    /// <returns>The exponent of the bytes: as large as the largest of them, in magnitude, allows.</returns>
    public static int Narrow(int* sums, int length, int exponent, int largestExponent)
    {
        int bits = 0;
        for (int i = 0; i < length; i++)
        {
            bits |= sums[i] < 0 ? ~sums[i] : sums[i];
        }

        // A sum keeps its sign and its seven highest bits.
        int shift = exponent > largestExponent ? exponent - largestExponent : 0;
        while (shift < LargestShift && bits >> shift >= 1 << MagnitudeBits)
        {
            shift++;
        }

        // Rounded to nearest; what rounding carries beyond the largest byte is that. Of tiny sums nothing is left.
        int half = shift == 0 ? 0 : 1 << (shift - 1);
        sbyte* bytes = (sbyte*)sums;
        for (int i = 0; i < length; i++)
        {
            int rounded = shift > LargestShift ? 0 : (sums[i] >> shift) + (((sums[i] & half) != 0) ? 1 : 0);
            bytes[i] = (sbyte)(rounded > sbyte.MaxValue ? sbyte.MaxValue : rounded);
        }

        return exponent - shift;
    }

    /// <summary>The shift of a bias to sums of an exponent: beyond 31 bits nothing of it is left but its sign.</summary>
    /// <param name="biasExponent">The exponent of the biases, no less than the sums'.</param>
    /// <param name="exponent">The exponent of the sums.</param>
    public static int BiasShift(int biasExponent, int exponent) =>
        biasExponent - exponent > LargestShift ? LargestShift : biasExponent - exponent;
}
