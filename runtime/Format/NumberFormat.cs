namespace DeepCompression.Aot.Format;

/// <summary>How a number is stored.</summary>
internal enum NumberFormat : byte
{
    /// <summary>IEEE 754 binary32, four bytes.</summary>
    Single = 0,

    /// <summary>IEEE 754 binary16, two bytes.</summary>
    Half = 1,

    /// <summary>One byte, to a scale that all numbers of a tensor share: see <see cref="TinyNumber"/>.</summary>
    Tiny = 2,

    /// <summary>Of codebooks alone: IEEE 754 binary32, each number as its distance from the one before it; see <see cref="CodebookSteps"/>.</summary>
    Steps = 3,
}

/// <summary>Facts about number formats.</summary>
internal static class NumberFormats
{
    /// <summary>The bits that hold a number format.</summary>
    public const int TagBits = 2;

    /// <summary>The bits of one number; of steps, that of the number itself.</summary>
    public static int BitCount(this NumberFormat format) => format switch
    {
        NumberFormat.Half => 16,
        NumberFormat.Tiny => 8,
        _ => 32,
    };
}
