using DeepCompression.Aot.Trainer.Charts;
using DeepCompression.Aot.Trainer.Experiments.LowRank;
using DeepCompression.Aot.Trainer.Networks;
using DeepCompression.Aot.Trainer.Pipeline;

namespace DeepCompression.Aot.Trainer.Experiments;

/// <summary>Table 7: the stages of compression beside other methods.</summary>
internal sealed class MethodComparison() : Experiment(
    "table-7", "Table 7: methods compared",
    "Pruning, quantisation and low rank (SVD) each on its own, the last at the size of pruning, beside the stages together (paper, table 7, for AlexNet).")
{
    private const int QuantisedBits = 5;

    public override ExperimentOutput Run(Laboratory laboratory)
    {
        var tables = new List<ResultTable>();
        var charts = new List<Chart>();
        foreach (NetworkDefinition network in Laboratory.Networks)
        {
            (string Method, double Error, double Bytes, int? Paper)[] rows = [.. Measure(laboratory, network)];
            string title = PaperNumbers.Of(network.Name).Title;
            var table = new ResultTable(
                network.Name, title, "method", new Column("error (%)", "F2"), new Column("bytes", "0"), new Column("ratio (×)", "F1"), "paper: ratio (×)");
            foreach ((string method, double error, double bytes, int? paper) in rows)
            {
                table.Add(method, error, bytes, network.DenseBytes / bytes, paper);
                laboratory.Notify(FormattableString.Invariant($"  {network.Name}, {method}: {network.DenseBytes / bytes:F1} times smaller, test error {error:F2} %"));
            }

            tables.Add(table);
            charts.Add(new Chart
            {
                Name = network.Name,
                Title = $"{title}: error against size by method",
                X = new Axis("compression ratio (×)") { Logarithmic = true },
                Y = new Axis("test error (%)"),
                Series = [.. rows.Select((row, i) => new Series(row.Method, SeriesKind.Marks, [new ChartPoint(network.DenseBytes / row.Bytes, row.Error)])
                {
                    Colour = Palette.Colours[i % Palette.Colours.Count],
                    Shape = (MarkShape)(i % 3),
                })],
            });
        }

        (int quantised, int coded) = PaperNumbers.AlexNet;
        return new ExperimentOutput(tables, charts, [
            "Pruning alone stores every weight that remains in single precision with a gap of fixed width, so its index is counted; the paper’s ratio " +
            "counts the weights alone. Quantisation alone shares all weights of the dense network at five bits. SVD replaces each layer of at least " +
            $"10,000 weights by two factors in single precision. For AlexNet the paper reports {quantised}× for P+Q and {coded}× for P+Q+H."]);
    }

    private static IEnumerable<(string Method, double Error, double Bytes, int? Paper)> Measure(Laboratory laboratory, NetworkDefinition network)
    {
        CompressedNetwork compressed = laboratory.Compressed(network);
        CompressionResult result = compressed.Result;
        Workbench bench = laboratory.Workbench(network);
        PaperNetwork paper = PaperNumbers.Of(network.Name);
        yield return ("dense", result.Dense.TestErrorPercent, network.DenseBytes, 1);

        double prunedBytes = Sizes.Pruned(result.Stages.First(stage => stage.Stage == PipelineStage.Prune).Layers);
        var lowRank = new LowRankNetwork(network, compressed.Dense);
        (NetworkDefinition reduced, float[][] parameters) = lowRank.Truncate(lowRank.FractionFor(prunedBytes));
        Trial svd = laboratory.Workbench(reduced).Retrain(parameters);
        yield return ("SVD, at the size of pruning", svd.After.TestErrorPercent, reduced.DenseBytes, null);

        yield return ("pruning (P)", compressed.PrunedErrors.TestErrorPercent, prunedBytes, paper.Pruned);

        Trial quantised = bench.Share(compressed.Dense, _ => QuantisedBits);
        yield return ("quantisation (Q)", quantised.After.TestErrorPercent, Sizes.SharedDense(quantised.Report), null);

        yield return ("P+Q", result.Decoded.TestErrorPercent, result.Report.QuantisedBytes, paper.Quantised);
        yield return ("P+Q+H", result.Decoded.TestErrorPercent, result.Report.FileBytes, paper.Coded);
    }
}
