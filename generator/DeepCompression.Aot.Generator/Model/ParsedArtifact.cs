using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Generator.Model;

/// <summary>A verified artifact, the length of its file in bytes, and its checksum.</summary>
internal sealed record ParsedArtifact(Artifact Artifact, int FileBytes, uint Checksum = 0)
{
    /// <summary>The name of the resource that holds the packed weights; empty where they are constants.</summary>
    public string Payload { get; init; } = string.Empty;

    /// <summary>The numbers that the project wants it computed with.</summary>
    public Arithmetic Arithmetic { get; init; }

    /// <summary>The samples that a run takes.</summary>
    public int Batch { get; init; } = 1;

    /// <summary>Where it wants the weights.</summary>
    public WeightMemory Memory { get; init; }

    /// <summary>What it is to run on.</summary>
    public TargetPlatform Platform { get; init; }

    /// <summary>Whether a second thread may help with a run.</summary>
    public bool TwoThreads { get; init; }
}
