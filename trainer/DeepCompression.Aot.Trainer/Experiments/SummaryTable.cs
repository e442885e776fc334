using DeepCompression.Aot.Trainer.Charts;
using DeepCompression.Aot.Trainer.Networks;
using DeepCompression.Aot.Trainer.Pipeline;

namespace DeepCompression.Aot.Trainer.Experiments;

/// <summary>Table 1: error and size of both networks before and after compression.</summary>
internal sealed class SummaryTable() : Experiment(
    "table-1", "Table 1: error and size", "What compression by the paper’s recipe comes to, for both networks (paper, table 1).")
{
    public override ExperimentOutput Run(Laboratory laboratory)
    {
        var table = new ResultTable(
            "summary", "Error and size, ours and the paper’s",
            "network", new Column("dense error (%)", "F2"), new Column("compressed error (%)", "F2"),
            new Column("dense bytes", "0"), new Column("file bytes", "0"), new Column("ratio (×)", "F1"),
            new Column("paper: dense error (%)", "F2"), new Column("paper: compressed error (%)", "F2"),
            "paper: dense KB", "paper: compressed KB", "paper: ratio (×)");
        var ours = new List<ChartPoint>();
        var paper = new List<ChartPoint>();
        foreach (NetworkDefinition network in Laboratory.Networks)
        {
            CompressionResult result = laboratory.Compressed(network).Result;
            PaperNetwork reference = PaperNumbers.Of(network.Name);
            ours.Add(new ChartPoint(ours.Count, result.Report.Ratio));
            paper.Add(new ChartPoint(paper.Count, reference.Coded));
            table.Add(
                reference.Title, result.Dense.TestErrorPercent, result.Decoded.TestErrorPercent,
                result.Report.DenseBytes, result.Report.FileBytes, result.Report.Ratio,
                reference.DenseError, reference.CompressedError, reference.DenseKilobytes, reference.CompressedKilobytes, reference.Coded);
        }

        var chart = new Chart
        {
            Name = "ratio",
            Title = "Compression ratio of the whole file",
            X = new Axis("network") { Categories = [.. Laboratory.Networks.Select(network => PaperNumbers.Of(network.Name).Title)] },
            Y = new Axis("compression ratio (×)"),
            Series = [new Series("ours", SeriesKind.Bars, ours), Series.Paper("paper", paper)],
        };
        return new ExperimentOutput([table], [chart], [
            "Our ratio is all parameters in single precision over the length of the artifact file, header, graph, biases and checksum " +
            "included. The errors after compression are those of the network decoded from the file."]);
    }
}
