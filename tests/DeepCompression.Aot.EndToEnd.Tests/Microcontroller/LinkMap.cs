using System.Globalization;
using System.Text.RegularExpressions;

namespace DeepCompression.Aot.Tests.Microcontroller;

/// <summary>What the linker says of an image.</summary>
internal static partial class LinkMap
{
    /// <summary>The bytes of flash that come of the library of a network: its part of all sections before the RAM's.</summary>
    public static int LibraryFlash(string map)
    {
        string placed = map[map.IndexOf("\n.text ", StringComparison.Ordinal)..map.IndexOf("\n.glue_7 ", StringComparison.Ordinal)];
        return Placed().Matches(placed).Sum(match => int.Parse(match.Groups["size"].ValueSpan, NumberStyles.HexNumber, CultureInfo.InvariantCulture));
    }

    /// <summary>A section of the library; a long name stands on the line before.</summary>
    [GeneratedRegex(@"0x[0-9a-f]+ +0x(?<size>[0-9a-f]+) \S*/lib\w+\.a\(")]
    private static partial Regex Placed();
}
