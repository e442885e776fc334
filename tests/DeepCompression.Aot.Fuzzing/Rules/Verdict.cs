namespace DeepCompression.Aot.Fuzzing.Rules;

/// <summary>What came of an input.</summary>
/// <param name="Finding">The rule that it breaks; null if it breaks none.</param>
/// <param name="IsRefused">Whether the target refused it with an error of its own.</param>
/// <param name="AllowanceUsed">The memory that was allocated, as a fraction of what is allowed.</param>
internal sealed record Verdict(Finding? Finding, bool IsRefused, double AllowanceUsed);
