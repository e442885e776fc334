using DeepCompression.Aot.Format;
using DeepCompression.Aot.Trainer.Coding;

namespace DeepCompression.Aot.CommandLine.Reporting;

/// <summary>An artifact and the file that it is in.</summary>
/// <param name="File">The file's name.</param>
/// <param name="FileBytes">Its length.</param>
/// <param name="Artifact">What it holds.</param>
internal sealed record StoredArtifact(string File, long FileBytes, Artifact Artifact)
{
    /// <summary>Reads an artifact.</summary>
    public static StoredArtifact Load(string file)
    {
        Artifact artifact = ArtifactFile.Load(file);
        return new StoredArtifact(file, new FileInfo(file).Length, artifact);
    }
}
