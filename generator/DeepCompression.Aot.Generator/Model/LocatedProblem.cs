namespace DeepCompression.Aot.Generator.Model;

/// <summary>A problem and the place it is reported at.</summary>
internal sealed record LocatedProblem(Problem Problem, SourceSpan Place);
