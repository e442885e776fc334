using DeepCompression.Aot.Trainer.Charts;
using DeepCompression.Aot.Trainer.Networks;
using DeepCompression.Aot.Trainer.Reports;

namespace DeepCompression.Aot.Trainer.Experiments;

/// <summary>Figure 11: what the bytes of a compressed network are spent on.</summary>
internal sealed class ByteShares() : Experiment(
    "figure-11", "Figure 11: where the bytes go",
    "The shares of weights, gaps and codebooks, and what else the file holds (paper, figure 11).")
{
    public override ExperimentOutput Run(Laboratory laboratory)
    {
        var table = new ResultTable(
            "shares", "Bytes by part", ["network", "coding", .. ByteParts.Names.Select(part => new Column(part, "0")), new Column("all", "0")]);
        var categories = new List<string>();
        var shares = ByteParts.Names.Select(_ => new List<ChartPoint>()).ToArray();
        foreach (NetworkDefinition network in Laboratory.Networks)
        {
            ArtifactReport report = laboratory.Compressed(network).Result.Report;
            string title = PaperNumbers.Of(network.Name).Title;
            Add(title, "P+Q", FixedWidth(report));
            Add(title, "P+Q+H", ByteParts.Of(report));
        }

        var chart = new Chart
        {
            Name = "shares",
            Title = "Shares of the bytes by part",
            Stacked = true,
            X = new Axis("network and coding") { Categories = categories },
            Y = new Axis("share of all bytes (%)"),
            Series = [.. ByteParts.Names.Select((part, i) => new Series(part, SeriesKind.Bars, shares[i]) { Colour = Palette.Colours[i] })],
        };
        return new ExperimentOutput([table], [chart], [
            "P+Q is at fixed width, P+Q+H the file. Weights are the coded indices of shared values, gaps the coded distances between them; " +
            "headers are those of layers and of the file, its description and its checksum."]);

        void Add(string title, string coding, double[] bytes)
        {
            double all = bytes.Sum();
            table.Add([title, coding, .. bytes.Select(part => (object)part), all]);
            for (int part = 0; part < ByteParts.Names.Count; part++)
            {
                shares[part].Add(new ChartPoint(categories.Count, 100 * bytes[part] / all));
            }

            categories.Add($"{title}\n{coding}");
        }
    }

    private static double[] FixedWidth(ArtifactReport report) =>
    [
        report.Layers.Sum(layer => (layer.Kept + layer.Fillers) * layer.ValueBits / 8),
        report.Layers.Sum(layer => (layer.Kept + layer.Fillers) * layer.GapBits / 8),
        report.Layers.Sum(layer => layer.CodebookBytes),
        report.Layers.Sum(layer => layer.BiasBytes),
        0,
        report.ContainerBytes,
    ];
}
