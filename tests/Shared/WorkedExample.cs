using System.Text.RegularExpressions;

namespace DeepCompression.Aot.Tests;

/// <summary>The specification of the format and the artifact that it spells out byte by byte.</summary>
internal static partial class WorkedExample
{
    public static string Document { get; } = System.IO.File.ReadAllText(Repository.File("runtime", "Format", "FORMAT.md"));

    /// <summary>The bytes in the document's only code block: those that begin a line, before two spaces and the explanation.</summary>
    public static byte[] Bytes { get; } =
        [.. Document.Split("```")[1].Split('\n').SelectMany(line => Convert.FromHexString(LeadingBytes().Match(line).Value.Replace(" ", null, StringComparison.Ordinal)))];

    [GeneratedRegex("^ *(?:[0-9A-F]{2} )+(?= )")]
    private static partial Regex LeadingBytes();
}
