using DeepCompression.Aot.Tests;

namespace DeepCompression.Aot.Import.Tests.Support;

/// <summary>The page of supported operators, beside the importer.</summary>
internal static class OperatorsPage
{
    private const string TestPrefix = "test_";

    /// <summary>The operators that it lists.</summary>
    public static IEnumerable<string> Operators() => Rows().Where(row => !IsTest(row) && row != "operator" && row != "test");

    /// <summary>The operator tests that it lists as unsupported.</summary>
    public static IEnumerable<string> UnsupportedTests() => Rows().Where(IsTest);

    private static bool IsTest(string row) => row.StartsWith(TestPrefix, StringComparison.Ordinal);

    /// <summary>The first column of its tables.</summary>
    private static IEnumerable<string> Rows() =>
        from line in File.ReadLines(Repository.File("trainer", "DeepCompression.Aot.Trainer", "Import", "OPERATORS.md"))
        where line.StartsWith("| ", StringComparison.Ordinal)
        select line.Split('|')[1].Trim();
}
