namespace DeepCompression.Aot.Verification.Conformance;

/// <summary>How a test ended.</summary>
internal enum TestOutcome
{
    /// <summary>The generated code computes what is recorded.</summary>
    Passed,

    /// <summary>The model is refused, with a reason.</summary>
    Unsupported,

    /// <summary>It computes something else, or a stage failed that should not have.</summary>
    Failed,
}

/// <summary>What became of a test.</summary>
/// <param name="Name">The test.</param>
/// <param name="Operator">The operator that it is a test of.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Reason">Why it did not pass; null where it did.</param>
internal sealed record TestResult(string Name, string Operator, TestOutcome Outcome, string? Reason = null);
