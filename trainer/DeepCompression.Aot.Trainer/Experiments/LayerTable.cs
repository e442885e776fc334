using DeepCompression.Aot.Trainer.Charts;
using DeepCompression.Aot.Trainer.Networks;
using DeepCompression.Aot.Trainer.Reports;

namespace DeepCompression.Aot.Trainer.Experiments;

/// <summary>Tables 2 and 3: one network, layer by layer.</summary>
internal sealed class LayerTable(string name, string title, string network) : Experiment(
    name, title, "Which part of the compression each stage and each layer brings: pruning (P), quantisation (Q), Huffman coding (H).")
{
    public override ExperimentOutput Run(Laboratory laboratory)
    {
        NetworkDefinition definition = ReferenceNetworks.Find(network)!;
        ArtifactReport report = laboratory.Compressed(definition).Result.Report;
        PaperNetwork paper = PaperNumbers.Of(network);
        var chart = new Chart
        {
            Name = "stages",
            Title = $"{paper.Title}: compression ratio after each stage",
            X = new Axis("stages") { Categories = ["P", "P+Q", "P+Q+H"] },
            Y = new Axis("compression ratio (×)"),
            Series =
            [
                new Series("ours", SeriesKind.Bars, Points(1 / report.Density, report.QuantisedRatio, report.Ratio)),
                Series.Paper("paper", Points(paper.Pruned, paper.Quantised, paper.Coded)),
            ],
        };
        return new ExperimentOutput([Layers(report, paper), Totals(report, paper), Numbers(report, paper)], [chart], [
            "P counts, as the paper does, the weights that remain and nothing else; P+Q counts indices and gaps at fixed width, fillers, " +
            "codebooks, biases and the container; P+Q+H is the file. Our codebooks and biases are stored in half precision. At fixed width, gaps have " +
            "the bits that are the fewest in all, instead of the paper’s five everywhere. Our Huffman-coded gaps need no fillers, so their bits are per weight. " +
            "A codebook of b bits has 2^b − 1 values, since the kernels keep one index for “no weight”.",
        ]);
    }

    private static ResultTable Layers(ArtifactReport report, PaperNetwork paper)
    {
        var table = new ResultTable(
            "layers", $"{paper.Title} by layer; in brackets the paper’s",
            "layer", new Column("weights", "0"), "kept (%)", "value bits P+Q", "value bits P+Q+H", "gap bits P+Q", "gap bits P+Q+H",
            new Column("ratio P+Q (×)", "F1"), new Column("ratio P+Q+H (×)", "F1"), new Column("bytes", "0"));
        foreach (LayerReport layer in report.Layers)
        {
            PaperLayer reference = paper.Layers[layer.Name];
            table.Add(
                layer.Name, layer.Weights, Both(100 * layer.Density, reference.KeptPercent), Both(layer.ValueBits, reference.ValueBits),
                Both(layer.CodedValueBits, reference.CodedValueBits), Both(layer.GapBits, reference.GapBits),
                Both(layer.CodedGapBits, reference.CodedGapBits), layer.QuantisedRatio, layer.Ratio, layer.CodedBytes);
        }

        table.Add("container", null, null, null, null, null, null, null, null, report.ContainerBytes);
        table.Add("total", report.Weights, $"{100 * report.Density:F1}", null, null, null, null, report.QuantisedRatio, report.Ratio, report.FileBytes);
        return table;
    }

    private static ResultTable Totals(ArtifactReport report, PaperNetwork paper)
    {
        var table = new ResultTable("totals", "Totals", "stages", new Column("ratio (×)", "F1"), "paper (×)", new Column("ours over paper", "F2"));
        table.Add("P", 1 / report.Density, paper.Pruned, 1 / report.Density / paper.Pruned);
        table.Add("P+Q", report.QuantisedRatio, paper.Quantised, report.QuantisedRatio / paper.Quantised);
        table.Add("P+Q+H", report.Ratio, paper.Coded, report.Ratio / paper.Coded);
        return table;
    }

    /// <summary>The rows of the layers with a column for every number, for programs.</summary>
    private static ResultTable Numbers(ArtifactReport report, PaperNetwork paper)
    {
        const string Exact = "0.####";
        string[] columns = ["kept (%)", "value bits P+Q", "value bits P+Q+H", "gap bits P+Q", "gap bits P+Q+H"];
        var table = new ResultTable(
            "numbers", "The layers, ours and the paper’s",
            ["layer", .. columns.Select(column => new Column(column, Exact)), .. columns.Select(column => new Column("paper: " + column, Exact))])
        { OnPage = false };
        foreach (LayerReport layer in report.Layers)
        {
            PaperLayer reference = paper.Layers[layer.Name];
            table.Add(
                layer.Name, 100 * layer.Density, layer.ValueBits, layer.CodedValueBits, layer.GapBits, layer.CodedGapBits,
                reference.KeptPercent, reference.ValueBits, reference.CodedValueBits, reference.GapBits, reference.CodedGapBits);
        }

        return table;
    }

    private static string Both(double ours, double paper) => FormattableString.Invariant($"{ours:0.0} ({paper:0.#})");

    private static ChartPoint[] Points(params double[] values) => [.. values.Select((value, i) => new ChartPoint(i, value))];
}
