using DeepCompression.Aot.Fuzzing.Inputs;

namespace DeepCompression.Aot.Fuzzing.Rules;

/// <summary>An input for which a target breaks a rule.</summary>
/// <param name="Input">The input.</param>
/// <param name="Problem">The rule, and what happened instead.</param>
internal sealed record Finding(FuzzInput Input, string Problem);
