namespace DeepCompression.Aot.Format;

/// <summary>How a number is stored.</summary>
internal enum NumberFormat : byte
{
    /// <summary>IEEE 754 binary32, four bytes.</summary>
    Single = 0,

    /// <summary>IEEE 754 binary16, two bytes.</summary>
    Half = 1,
}

/// <summary>Facts about number formats.</summary>
internal static class NumberFormats
{
    /// <summary>The bytes of one number.</summary>
    public static int ByteCount(this NumberFormat format) => format == NumberFormat.Single ? 4 : 2;
}
