namespace DeepCompression.Aot.Tests.CommandLine;

/// <summary>The checked-in artifacts of tests/golden, by path, as the command line gets them.</summary>
internal static class GoldenFiles
{
    public static IEnumerable<string> Valid =>
        Directory.GetFiles(Repository.File("tests", "golden", "valid"), "*.dcz").Order(StringComparer.Ordinal);

    /// <summary>The corrupt ones, each with the part of the message that tells it from the others.</summary>
    public static IEnumerable<(string File, string Message)> Corrupt =>
        from line in File.ReadLines(Repository.File("tests", "golden", "corrupt", "expected.tsv"))
        let columns = line.Split('\t')
        select (Repository.File("tests", "golden", "corrupt", columns[0] + ".dcz"), columns[2]);
}
