using DeepCompression.Aot.Trainer.Reports;

namespace DeepCompression.Aot.CommandLine.Reporting;

/// <summary>What <c>deepc diff</c> says of two artifacts; the property names are the JSON names, in camelCase.</summary>
internal sealed record DifferenceReport
{
    public required FileSummary Before { get; init; }

    public required FileSummary After { get; init; }

    /// <summary>Whether the files are the same.</summary>
    public required bool Identical { get; init; }

    /// <summary>Whether both compute with the same operators, on the same shapes.</summary>
    public required bool SameGraph { get; init; }

    public required IReadOnlyList<LayerDifference> Layers { get; init; }

    /// <summary>What the files say of themselves differently: training, data, errors.</summary>
    public required IReadOnlyList<ProvenanceDifference> Provenance { get; init; }

    /// <summary>Compares two artifacts; one content has one encoding, so that equal ones are equal files.</summary>
    /// <param name="before">The first.</param>
    /// <param name="after">The second.</param>
    public static DifferenceReport Create(StoredArtifact before, StoredArtifact after) => new()
    {
        Before = FileSummary.Of(before),
        After = FileSummary.Of(after),
        Identical = before.Artifact.Equals(after.Artifact),
        SameGraph = before.Artifact.Graph.Equals(after.Artifact.Graph),
        Layers = LayerDifference.Of(before.Artifact, after.Artifact),
        Provenance = ProvenanceDifference.Of(before.Artifact, after.Artifact),
    };
}
