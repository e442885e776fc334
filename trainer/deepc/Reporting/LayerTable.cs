using DeepCompression.Aot.Trainer.Reports;
using Spectre.Console;

namespace DeepCompression.Aot.CommandLine.Reporting;

/// <summary>The paper's per-layer table (Deep Compression, tables 2 and 3), narrow enough for 80 columns.</summary>
internal static class LayerTable
{
    /// <summary>The table after a stage, when there is no file yet: the layers, and their total.</summary>
    /// <param name="layers">The layers.</param>
    /// <param name="method">What has been done to them: P for pruning, P+Q with quantisation too.</param>
    public static Table Create(IReadOnlyList<LayerReport> layers, string method) =>
        Create(new ArtifactReport(layers, layers.Sum(layer => layer.CodedBytes)), method);

    /// <summary>The table of an artifact.</summary>
    public static Table Create(ArtifactReport report) => Create(report, "P+Q");

    /// <summary>Rates are given without and with Huffman coding (H).</summary>
    private static Table Create(ArtifactReport report, string method)
    {
        Table table = PlainTable.Create("layer", "weights", "kept", "value bits", "gap bits", method, method + "+H", "bytes");
        foreach (LayerReport layer in report.Layers)
        {
            table.AddRow(
                Markup.Escape(layer.Name),
                $"{layer.Weights:N0}",
                Percent(layer.Density),
                $"{layer.ValueBits:0.#} → {layer.CodedValueBits:F1}",
                $"{layer.GapBits:0.#} → {layer.CodedGapBits:F1}",
                $"{layer.QuantisedRatio:F1}×",
                $"{layer.Ratio:F1}×",
                $"{layer.CodedBytes:N0}");
        }

        if (report.ContainerBytes > 0)
        {
            table.AddRow("container", "", "", "", "", "", "", $"{report.ContainerBytes:N0}");
        }

        table.AddRow(
            "total", $"{report.Weights:N0}", Percent(report.Density), "", "",
            $"{report.QuantisedRatio:F1}×", $"{report.Ratio:F1}×", $"{report.FileBytes:N0}");
        return table;
    }

    /// <summary>What each layer's weights are, the entropies (H) that bound the bits of a value and of a gap, and its share of the file.</summary>
    public static Table CreateEntropies(ArtifactReport report)
    {
        Table table = PlainTable.Create("layer", "shape", "centroids", "value H", "gap H", "bytes", "share");
        foreach (LayerReport layer in report.Layers)
        {
            table.AddRow(
                Markup.Escape(layer.Name), layer.Shape, $"{layer.Centroids}", $"{layer.ValueEntropy:F2}", $"{layer.GapEntropy:F2}",
                $"{layer.CodedBytes:N0}", Percent(layer.Share ?? 0));
        }

        table.AddRow("container", "", "", "", "", $"{report.ContainerBytes:N0}", Percent((double)report.ContainerBytes / report.FileBytes));
        return table;
    }

    /// <summary>What each layer's bytes are made of.</summary>
    public static Table CreateBytes(ArtifactReport report)
    {
        Table table = PlainTable.Create("layer", "codebook", "tables", "weights", "biases", "headers");
        foreach (LayerReport layer in report.Layers)
        {
            long headers = layer.CodedBytes - layer.CodebookBytes - layer.TableBytes - layer.StreamBytes - layer.BiasBytes;
            table.AddRow(
                Markup.Escape(layer.Name), $"{layer.CodebookBytes:N0}", $"{layer.TableBytes:N0}",
                $"{layer.StreamBytes:N0}", $"{layer.BiasBytes:N0}", $"{headers:N0}");
        }

        return table;
    }

    private static string Percent(double fraction) => $"{100 * fraction:F1} %";
}
