namespace DeepCompression.Aot.Tests.Packaging;

/// <summary>The programs in the packages' pages, as a reader copies them.</summary>
internal static class ReadmeExample
{
    /// <summary>The first block of C# in a page of the repository.</summary>
    public static string Of(params string[] page)
    {
        string text = File.ReadAllText(Repository.File(page)).ReplaceLineEndings("\n");
        const string Begin = "```csharp\n";
        int start = text.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        return text[start..text.IndexOf("```", start, StringComparison.Ordinal)];
    }
}
