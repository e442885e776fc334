using DeepCompression.Aot.Format;
using DeepCompression.Aot.Trainer.Export;
using DeepCompression.Aot.Trainer.Reports;

namespace DeepCompression.Aot.CommandLine.Reporting;

/// <summary>What <c>deepc inspect</c> says of an artifact; the property names are the JSON names, in camelCase.</summary>
internal sealed record InspectionReport
{
    public required string File { get; init; }

    public required int FormatVersion { get; init; }

    /// <summary>Always <c>ok</c>: a file whose checksum is wrong is not read at all.</summary>
    public string Checksum { get; } = "ok";

    public required long FileBytes { get; init; }

    /// <summary>All parameters as dense single precision.</summary>
    public required long DenseBytes { get; init; }

    /// <summary>Dense bytes over file bytes.</summary>
    public required double Ratio { get; init; }

    public required long Weights { get; init; }

    /// <summary>The weights that are not zero.</summary>
    public required long Kept { get; init; }

    /// <summary>The shape of each input, without the batch.</summary>
    public required IReadOnlyList<IReadOnlyList<int>> Inputs { get; init; }

    /// <summary>The shape of each output, without the batch.</summary>
    public required IReadOnlyList<IReadOnlyList<int>> Outputs { get; init; }

    /// <summary>The numbers of the values that are the outputs.</summary>
    public required IReadOnlyList<int> OutputValues { get; init; }

    public ContractDescription? InputContract { get; init; }

    public required IReadOnlyList<ProvenanceEntry> Provenance { get; init; }

    public required IReadOnlyList<LayerReport> Layers { get; init; }

    public required IReadOnlyList<OperatorReport> Operators { get; init; }

    public static InspectionReport Create(string file, Artifact artifact, ArtifactReport sizes) => new()
    {
        File = file,
        FormatVersion = Artifact.Version,
        FileBytes = sizes.FileBytes,
        DenseBytes = sizes.DenseBytes,
        Ratio = sizes.Ratio,
        Weights = sizes.Weights,
        Kept = sizes.Kept,
        Inputs = [.. artifact.Graph.Inputs.Select(Dimensions)],
        Outputs = [.. artifact.Graph.Outputs.Select(value => Dimensions(artifact.ValueShapes[value]))],
        OutputValues = [.. artifact.Graph.Outputs],
        InputContract = ContractDescription.Of(artifact),
        Provenance = [.. artifact.Provenance],
        Layers = sizes.Layers,
        Operators = OperatorReport.Of(artifact),
    };

    private static IReadOnlyList<int> Dimensions(TensorShape shape) => [.. shape.Dimensions];
}
