using DeepCompression.Aot.Verification.Conformance;

namespace DeepCompression.Aot.CommandLine.Reporting;

/// <summary>What <c>deepc conformance</c> reports.</summary>
/// <param name="Folder">The folder of tests.</param>
/// <param name="Passed">Tests whose generated code computes what is recorded.</param>
/// <param name="Unsupported">Tests whose model is refused, with a reason.</param>
/// <param name="Failed">All others.</param>
/// <param name="Operators">The same numbers for each operator.</param>
/// <param name="Tests">Every test.</param>
internal sealed record ConformanceReport(
    string Folder, int Passed, int Unsupported, int Failed, IReadOnlyList<OperatorConformance> Operators, IReadOnlyList<TestResult> Tests)
{
    public static ConformanceReport Of(string folder, IReadOnlyList<TestResult> tests) => new(
        folder,
        Count(tests, TestOutcome.Passed),
        Count(tests, TestOutcome.Unsupported),
        Count(tests, TestOutcome.Failed),
        [
            .. tests.GroupBy(test => test.Operator, StringComparer.Ordinal)
                .OrderBy(group => group.Key, StringComparer.Ordinal)
                .Select(group => new OperatorConformance(
                    group.Key, Count(group, TestOutcome.Passed), Count(group, TestOutcome.Unsupported), Count(group, TestOutcome.Failed))),
        ],
        tests);

    /// <summary>The totals in one line.</summary>
    public string Summary() => $"{Tests.Count} tests: {Passed} passed, {Unsupported} unsupported, {Failed} failed";

    private static int Count(IEnumerable<TestResult> tests, TestOutcome outcome) => tests.Count(test => test.Outcome == outcome);
}

/// <summary>How many tests of an operator ended in which way.</summary>
internal sealed record OperatorConformance(string Operator, int Passed, int Unsupported, int Failed);
