namespace DeepCompression.Aot.Fuzzing.Rules;

/// <summary>A target took an input and made something else of it than it promises.</summary>
/// <param name="problem">What it made of it.</param>
internal sealed class BrokenPromiseException(string problem) : Exception(problem);
