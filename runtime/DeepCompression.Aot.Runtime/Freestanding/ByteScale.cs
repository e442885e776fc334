using System.ComponentModel;
using System.Runtime.CompilerServices;

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

    /// <summary>The most by which a sum is shifted that is rounded: of one below 2³⁰ nothing is left.</summary>
    private const int LargestRoundingShift = 30;

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

    /// <summary>The shift of sums to bytes whose exponent calibration has found; none where sums have no more bits than that.</summary>
    /// <param name="exponent">The exponent of the sums.</param>
    /// <param name="calibrated">The exponent wanted.</param>
    public static int OutputShift(int exponent, int calibrated)
    {
        int shift = exponent - calibrated;
        return shift < 0 ? 0 : shift > LargestRoundingShift ? LargestRoundingShift : shift;
    }

    /// <summary>The exponent of bytes that are shifted so.</summary>
    /// <param name="exponent">The exponent of the sums.</param>
    /// <param name="calibrated">The exponent wanted.</param>
    public static int OutputExponent(int exponent, int calibrated) => exponent < calibrated ? exponent : calibrated;

    /// <summary>A bound as a byte of an exponent; beyond the range of bytes it is the end of that.</summary>
    /// <param name="bound">The bound, times a power of two: of a magnitude below 2¹⁵.</param>
    /// <param name="boundExponent">That power.</param>
    /// <param name="exponent">The exponent of the bytes.</param>
    public static sbyte Bound(int bound, int boundExponent, int exponent)
    {
        int shift = boundExponent - exponent;
        int scaled = shift >= 0 ? bound : shift < -15 ? bound << 15 : bound << -shift;
        return Round(scaled, shift > LargestRoundingShift ? LargestRoundingShift : shift < 0 ? 0 : shift);
    }

    /// <summary>A sum as a byte: rounded to nearest, and the largest or least byte where it is beyond.</summary>
    /// <param name="sum">The sum, of a magnitude of at most 2³⁰.</param>
    /// <param name="shift">Its bits that the byte does not have, 0 to 30.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static sbyte Round(int sum, int shift)
    {
        int rounded = (sum + ((1 << shift) >> 1)) >> shift;
        return (sbyte)(rounded > sbyte.MaxValue ? sbyte.MaxValue : rounded < sbyte.MinValue ? sbyte.MinValue : rounded);
    }
}
