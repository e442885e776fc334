using Microsoft.CodeAnalysis.Text;

namespace DeepCompression.Aot.Generator.Model;

/// <summary>The text form of an artifact, as the build task handed it over.</summary>
/// <param name="Name">The path of the artifact as the project names it, with '/' between folders.</param>
/// <param name="ArtifactPath">The full path of the artifact, for diagnostics.</param>
/// <param name="Text">The artifact's bytes as text; null where the compiler could not read the file.</param>
internal sealed record ModelFile(string Name, string ArtifactPath, SourceText? Text)
{
    /// <summary>The arithmetic as the project writes it; empty for the default.</summary>
    public string Arithmetic { get; init; } = string.Empty;

    /// <summary>The samples of a run as the project writes them; empty for the default.</summary>
    public string Batch { get; init; } = string.Empty;

    /// <summary>Where weights are to be, as the project writes it; empty for the default.</summary>
    public string Memory { get; init; } = string.Empty;

    /// <summary>What the network runs on, as the project writes it; empty for the default.</summary>
    public string Platform { get; init; } = string.Empty;

    /// <summary>The threads of a run as the project writes them; empty for the default.</summary>
    public string Threads { get; init; } = string.Empty;

    /// <summary>The name of the resource that holds the packed weights; empty where they are to be constants.</summary>
    public string Payload { get; init; } = string.Empty;

    /// <summary>The last part of <see cref="Name"/>.</summary>
    public string FileName => Name.Substring(Name.LastIndexOf('/') + 1);

    /// <summary>Compares texts by content: cheap, since equal texts are nearly always the same object or have known checksums.</summary>
    public bool Equals(ModelFile? other) =>
        other is not null
        && Name == other.Name
        && ArtifactPath == other.ArtifactPath
        && Arithmetic == other.Arithmetic
        && Batch == other.Batch
        && Memory == other.Memory
        && Platform == other.Platform
        && Threads == other.Threads
        && Payload == other.Payload
        && (Text is null ? other.Text is null : other.Text is not null && Text.ContentEquals(other.Text));

    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(ArtifactPath);
}
