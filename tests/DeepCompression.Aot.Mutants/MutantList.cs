namespace DeepCompression.Aot.Mutants;

/// <summary>Reads the list of errors: a file, a line with a minus, a line with a plus; and comments.</summary>
internal static class MutantList
{
    /// <summary>The name of the list.</summary>
    public const string FileName = "mutants.txt";

    private const string Before = "- ";
    private const string After = "+ ";

    /// <summary>Reads a list.</summary>
    /// <exception cref="InvalidDataException">A line is not where it belongs.</exception>
    public static IReadOnlyList<Mutant> Parse(IReadOnlyList<string> lines)
    {
        string[] content = [.. lines.Where(line => line.Length > 0 && line[0] != '#')];
        var mutants = new List<Mutant>();
        for (int i = 0; i < content.Length; i += 3)
        {
            if (i + 2 >= content.Length || !content[i + 1].StartsWith(Before, StringComparison.Ordinal) || !content[i + 2].StartsWith(After, StringComparison.Ordinal))
            {
                throw new InvalidDataException($"{FileName}: after '{content[i]}' a line with - and another one with + are expected");
            }

            mutants.Add(new Mutant(content[i], content[i + 1][Before.Length..], content[i + 2][After.Length..]));
        }

        return mutants;
    }
}
