using System.Globalization;
using System.Text.RegularExpressions;

namespace DeepCompression.Aot.Verification.Footprints;

/// <summary>What the header for C says of memory.</summary>
/// <param name="InputBytes">The inputs.</param>
/// <param name="OutputBytes">The outputs.</param>
/// <param name="WorkspaceBytes">Scratch memory.</param>
internal sealed partial record CHeader(int InputBytes, int OutputBytes, int WorkspaceBytes)
{
    /// <summary>Reads the text of a header.</summary>
    public static CHeader Parse(string text)
    {
        Dictionary<string, int> macros = Macro().Matches(text).ToDictionary(
            match => match.Groups["name"].Value, match => int.Parse(match.Groups["value"].Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture));
        ILookup<bool, int> bytes = Parameter().Matches(text).ToLookup(
            match => match.Groups["const"].Success,
            match => ElementBytes(match.Groups["type"].Value) * macros.Single(macro => IsLength(macro.Key, match.Groups["name"].Value)).Value);
        return new CHeader(bytes[true].Sum(), bytes[false].Sum(), macros.Single(macro => macro.Key.EndsWith("_WORKSPACE_BYTES", StringComparison.Ordinal)).Value);
    }

    private static bool IsLength(string macro, string parameter) => macro.EndsWith($"_{parameter.ToUpperInvariant()}_LENGTH", StringComparison.Ordinal);

    private static int ElementBytes(string type) => type.Contains("char", StringComparison.Ordinal) ? sizeof(sbyte) : sizeof(float);

    [GeneratedRegex(@"^#define (?<name>\w+) (?<value>-?[0-9]+)\r?$", RegexOptions.Multiline)]
    private static partial Regex Macro();

    [GeneratedRegex(@"(?<const>const )?(?<type>float|int|signed char) \*(?<name>\w+)")]
    private static partial Regex Parameter();
}
