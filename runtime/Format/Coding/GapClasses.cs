namespace DeepCompression.Aot.Format;

/// <summary>
/// The classes into which gaps fall. Small gaps have a class each; from 2^(r+1) on every octave has 2^r classes, where r is the
/// resolution, and a gap's place in its class is written in plain bits: many gaps share few code lengths, and none is too long.
/// </summary>
internal static class GapClasses
{
    /// <summary>The highest resolution; its classes of all gaps below 2^31 still fit a byte.</summary>
    public const int MaxResolution = 3;

    /// <summary>The bits that hold a resolution.</summary>
    public const int ResolutionBits = 2;

    /// <summary>The most classes there are at a resolution.</summary>
    public static int MaxCount(int resolution) => (31 - resolution + 1) << resolution;

    /// <summary>The class of a gap.</summary>
    public static int Of(int gap, int resolution)
    {
        int extra = 0;
        while (gap >> extra >= 2 << resolution)
        {
            extra++;
        }

        return (extra << resolution) + (gap >> extra);
    }

    /// <summary>The plain bits that tell the gaps of a class apart.</summary>
    public static int ExtraBits(int gapClass, int resolution) => Math.Max(0, (gapClass >> resolution) - 1);

    /// <summary>The smallest gap of a class.</summary>
    public static int First(int gapClass, int resolution)
    {
        int extra = ExtraBits(gapClass, resolution);
        return (gapClass - (extra << resolution)) << extra;
    }
}
