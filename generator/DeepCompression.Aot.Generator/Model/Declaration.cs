namespace DeepCompression.Aot.Generator.Model;

/// <summary>A class with the attribute as it stands in the source, with the places that diagnostics point to.</summary>
/// <param name="Class">What the source is generated from; it knows no places, so that moving the class regenerates nothing.</param>
/// <param name="Problem">Why the class cannot be completed, or null.</param>
/// <param name="Identifier">The class's name.</param>
/// <param name="Argument">The attribute's argument.</param>
internal sealed record Declaration(ModelClass Class, Problem? Problem, SourceSpan Identifier, SourceSpan Argument);
