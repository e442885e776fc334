namespace DeepCompression.Aot.Format;

/// <summary>
/// A number in two parts: a lead of its exponent and sign, of which few occur in a tensor and some much more often than others, and
/// the fraction, whose bits are as good as random and therefore stay plain.
/// </summary>
internal static class SplitNumber
{
    private const int SingleFraction = 23;
    private const int HalfFraction = 10;
    private const int SingleLeads = 512;
    private const int HalfLeads = 64;

    /// <summary>The bits of a fraction.</summary>
    public static int PlainBits(NumberFormat format) => format == NumberFormat.Half ? HalfFraction : SingleFraction;

    /// <summary>How many leads there are: twice as many as exponents.</summary>
    public static int LeadCount(NumberFormat format) => format == NumberFormat.Half ? HalfLeads : SingleLeads;

    /// <summary>The lead of a number's bits: its exponent, then its sign, so that those of like magnitude are neighbours.</summary>
    public static int Lead(uint bits, NumberFormat format)
    {
        int count = LeadCount(format);
        int signAndExponent = (int)(bits >> PlainBits(format));
        return ((signAndExponent << 1) | (signAndExponent / (count / 2))) & (count - 1);
    }

    /// <summary>The number of both parts.</summary>
    public static float Join(int lead, uint plain, NumberFormat format)
    {
        int signAndExponent = (lead >> 1) | ((lead & 1) * (LeadCount(format) / 2));
        uint bits = ((uint)signAndExponent << PlainBits(format)) | plain;
        return format == NumberFormat.Half ? SingleBits.FromHalfBits((ushort)bits) : SingleBits.FromBits(bits);
    }
}
