namespace DeepCompression.Aot.Generator.Model;

/// <summary>
/// What was read from a model file. The file decides it, so it is equal when the files are: megabytes of weights need not be
/// compared to know that nothing changed.
/// </summary>
internal sealed record ModelArtifact(ModelFile File, Result<ParsedArtifact> Content)
{
    public bool Equals(ModelArtifact? other) => other is not null && File.Equals(other.File);

    public override int GetHashCode() => File.GetHashCode();
}
