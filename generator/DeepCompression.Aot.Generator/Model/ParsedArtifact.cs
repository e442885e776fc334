using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Generator.Model;

/// <summary>A verified artifact and the length of its file in bytes.</summary>
internal sealed record ParsedArtifact(Artifact Artifact, int FileBytes)
{
    /// <summary>The numbers that the project wants it computed with.</summary>
    public Arithmetic Arithmetic { get; init; }

    /// <summary>The samples that a run takes.</summary>
    public int Batch { get; init; } = 1;

    /// <summary>Where it wants the weights.</summary>
    public WeightMemory Memory { get; init; }

    /// <summary>Whether a second thread may help with a run.</summary>
    public bool TwoThreads { get; init; }
}
