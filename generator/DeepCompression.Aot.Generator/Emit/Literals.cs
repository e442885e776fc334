using System.Globalization;
using Microsoft.CodeAnalysis.CSharp;

namespace DeepCompression.Aot.Generator.Emit;

/// <summary>Constants as C# literals, the same under every culture.</summary>
internal static class Literals
{
    /// <summary>The shortest literal with exactly this value, which may be infinite but is a number.</summary>
    public static string Float(float value) => float.IsInfinity(value)
        ? $"float.{(value > 0 ? "Positive" : "Negative")}Infinity"
        : value.ToString("R", CultureInfo.InvariantCulture) + "f";

    public static string Text(string value) => SymbolDisplay.FormatLiteral(value, quote: true);

    /// <summary>Bytes as words in hexadecimal: see <see cref="PackedWords.Of"/>.</summary>
    public static IEnumerable<string> Words(ReadOnlySpan<byte> bytes) =>
        PackedWords.Of(bytes).Select(word => "0x" + word.ToString("X16", CultureInfo.InvariantCulture));
}
