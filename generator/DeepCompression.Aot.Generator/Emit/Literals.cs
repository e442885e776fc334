using System.Globalization;
using Microsoft.CodeAnalysis.CSharp;

namespace DeepCompression.Aot.Generator.Emit;

/// <summary>Constants as C# literals, the same under every culture.</summary>
internal static class Literals
{
    /// <summary>The shortest literal with exactly this value, which must be finite.</summary>
    public static string Float(float value) => value.ToString("R", CultureInfo.InvariantCulture) + "f";

    public static string Text(string value) => SymbolDisplay.FormatLiteral(value, quote: true);

    /// <summary>Bytes as big-endian words: the first byte is the most significant, the last word filled up with zeros.</summary>
    public static IEnumerable<string> Words(ReadOnlySpan<byte> bytes)
    {
        var words = new string[(bytes.Length + 7) / 8];
        for (int i = 0; i < words.Length; i++)
        {
            ulong word = 0;
            for (int b = 8 * i; b < 8 * (i + 1); b++)
            {
                word = (word << 8) | (b < bytes.Length ? bytes[b] : 0u);
            }

            words[i] = "0x" + word.ToString("X16", CultureInfo.InvariantCulture);
        }

        return words;
    }
}
