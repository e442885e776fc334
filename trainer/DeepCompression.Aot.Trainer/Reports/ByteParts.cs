namespace DeepCompression.Aot.Trainer.Reports;

/// <summary>
/// What the bytes of an artifact are spent on (Deep Compression, figure 11): the coded indices of weights, the coded gaps between
/// them, codebooks, biases, code lengths, and what is left: headers, and in a whole file the graph, its description and its checksum.
/// </summary>
internal static class ByteParts
{
    /// <summary>The names of the parts, in the order of all lists.</summary>
    public static IReadOnlyList<string> Names { get; } = ["weights", "gaps", "codebooks", "biases", "code tables", "headers"];

    /// <summary>The bytes of each part of a layer, fractions of shared bytes included; together the layer's.</summary>
    public static double[] Of(LayerReport layer) => WithRest(
        layer.CodedBytes, layer.Kept * layer.CodedValueBits / 8, layer.Kept * layer.CodedGapBits / 8, layer.CodebookBytes, layer.BiasBytes, layer.TableBytes);

    /// <summary>The bytes of each part of a file; together the file's.</summary>
    public static double[] Of(ArtifactReport report)
    {
        double[][] layers = [.. report.Layers.Select(Of)];
        return WithRest(report.FileBytes, [.. Enumerable.Range(0, Names.Count - 1).Select(part => layers.Sum(layer => layer[part]))]);
    }

    /// <summary>The bytes of what belongs to no layer.</summary>
    public static double[] OfContainer(ArtifactReport report) => WithRest(report.ContainerBytes, new double[Names.Count - 1]);

    private static double[] WithRest(long all, params double[] parts) => [.. parts, all - parts.Sum()];
}
