using Microsoft.CodeAnalysis.Text;

namespace DeepCompression.Aot.Mutants;

/// <summary>An error in a source file, which some test must find.</summary>
/// <param name="File">The file, relative to the repository.</param>
/// <param name="Before">What it says; once, and on one line.</param>
/// <param name="After">What it says wrongly.</param>
internal sealed record Mutant(string File, string Before, string After)
{
    /// <summary>The file's text with the error.</summary>
    /// <exception cref="InvalidDataException">The text does not say what the error replaces, or says it several times.</exception>
    public SourceText Apply(SourceText text)
    {
        string content = text.ToString();
        int place = content.IndexOf(Before, StringComparison.Ordinal);
        if (place < 0 || content.IndexOf(Before, place + 1, StringComparison.Ordinal) >= 0)
        {
            throw new InvalidDataException($"{File} {(place < 0 ? "does not say" : "says several times")} '{Before}'; bring its line in {MutantList.FileName} up to date");
        }

        return text.WithChanges(new TextChange(new TextSpan(place, Before.Length), After));
    }

    public override string ToString() => $"{File}: {Before}  →  {After}";
}
