using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Trainer.Reports;

/// <summary>What an artifact holds and what each part of it takes, by layer and in all.</summary>
/// <param name="Layers">The layers that have weights, in the order in which they run.</param>
/// <param name="FileBytes">The artifact's length.</param>
public sealed record ArtifactReport(IReadOnlyList<LayerReport> Layers, long FileBytes)
{
    /// <summary>The weights of all layers before pruning, biases not among them.</summary>
    public long Weights => Layers.Sum(layer => layer.Weights);

    /// <summary>The weights that are not zero.</summary>
    public long Kept => Layers.Sum(layer => layer.Kept);

    /// <summary>The fraction of weights that are not zero; not a number where there are none.</summary>
    public double Density => (double)Kept / Weights;

    /// <summary>All parameters as dense single precision.</summary>
    public long DenseBytes => Layers.Sum(layer => layer.DenseBytes);

    /// <summary>What belongs to no layer: header, graph, description, checksum.</summary>
    public long ContainerBytes => FileBytes - Layers.Sum(layer => layer.CodedBytes);

    /// <summary>What the file would take without Huffman coding (P+Q).</summary>
    public long QuantisedBytes => Layers.Sum(layer => layer.QuantisedBytes) + ContainerBytes;

    /// <summary>Dense bytes over what the file would take without Huffman coding.</summary>
    public double QuantisedRatio => (double)DenseBytes / QuantisedBytes;

    /// <summary>Dense bytes over file bytes: the compression ratio, everything counted.</summary>
    public double Ratio => (double)DenseBytes / FileBytes;

    /// <summary>The report of an artifact.</summary>
    /// <param name="artifact">The artifact.</param>
    /// <param name="fileBytes">Its length.</param>
    internal static ArtifactReport Of(Artifact artifact, long fileBytes) =>
        new(
            [.. LayerReports.Of(artifact.Graph, artifact.Names, artifact.Tensors).Select(layer => layer with { Share = (double)layer.CodedBytes / fileBytes })],
            fileBytes);
}
