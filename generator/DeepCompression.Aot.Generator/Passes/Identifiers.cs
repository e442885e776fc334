using System.Text;
using Microsoft.CodeAnalysis.CSharp;

namespace DeepCompression.Aot.Generator.Passes;

/// <summary>Makes C# names of names that are whatever a trainer wrote.</summary>
internal static class Identifiers
{
    private const int MaxLength = 40;

    /// <summary>The letters and digits of a name with each part capitalised: "features.0" becomes "Features0". Empty if there are none.</summary>
    public static string Pascal(string name)
    {
        var identifier = new StringBuilder();
        bool partStarts = true;
        foreach (char c in name)
        {
            bool isDigit = c is >= '0' and <= '9';
            if (!isDigit && c is not (>= 'a' and <= 'z' or >= 'A' and <= 'Z'))
            {
                partStarts = true;
            }
            else if (identifier.Length < MaxLength)
            {
                identifier.Append(partStarts ? char.ToUpperInvariant(c) : c);
                partStarts = isDigit;
            }
        }

        return identifier.ToString();
    }

    /// <summary>The same name for a local variable, escaped where it is a keyword.</summary>
    public static string Camel(string pascal)
    {
        string name = char.ToLowerInvariant(pascal[0]) + pascal.Substring(1);
        return SyntaxFacts.GetKeywordKind(name) == SyntaxKind.None ? name : "@" + name;
    }
}
