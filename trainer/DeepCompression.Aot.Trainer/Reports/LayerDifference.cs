using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Trainer.Reports;

/// <summary>What became of one layer between two artifacts. Where one of them lacks the layer, its side is null.</summary>
internal sealed record LayerDifference
{
    /// <summary>The layer's name, such as <c>fc1</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The layer in the first artifact.</summary>
    public LayerReport? Before { get; init; }

    /// <summary>The layer in the second artifact.</summary>
    public LayerReport? After { get; init; }

    /// <summary>How the weights themselves differ; null where there are not two tensors of one shape to compare.</summary>
    public WeightDifference? Weights { get; init; }

    /// <summary>The layers of two artifacts, those of one name beside each other, in the order of the first; then what only the second has.</summary>
    public static IReadOnlyList<LayerDifference> Of(Artifact before, Artifact after)
    {
        List<Layer> others = [.. Layers(after)];
        var differences = new List<LayerDifference>();
        foreach (Layer layer in Layers(before))
        {
            // Names may repeat; the first of them is the first of the others.
            int match = others.FindIndex(other => other.Report.Name == layer.Report.Name);
            differences.Add(new LayerDifference
            {
                Name = layer.Report.Name,
                Before = layer.Report,
                After = match < 0 ? null : others[match].Report,
                Weights = match < 0 ? null : WeightDifference.Of(layer.Weight, others[match].Weight),
            });
            if (match >= 0)
            {
                others.RemoveAt(match);
            }
        }

        return [.. differences, .. others.Select(layer => new LayerDifference { Name = layer.Report.Name, After = layer.Report })];
    }

    private static IEnumerable<Layer> Layers(Artifact artifact) => LayerReports.Of(artifact.Graph, artifact.Names, artifact.Tensors)
        .Zip(LayerNames.Of(artifact.Graph, artifact.Names), (report, named) => new Layer(report, artifact.Tensors[named.Operator.Parameters[0]]));

    private sealed record Layer(LayerReport Report, Tensor Weight);
}
