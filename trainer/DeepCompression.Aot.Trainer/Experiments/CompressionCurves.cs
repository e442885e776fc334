using DeepCompression.Aot.Trainer.Charts;
using DeepCompression.Aot.Trainer.Experiments.LowRank;
using DeepCompression.Aot.Trainer.Networks;

namespace DeepCompression.Aot.Trainer.Experiments;

/// <summary>Figure 6: the error as each method compresses further.</summary>
internal sealed class CompressionCurves() : Experiment(
    "figure-6", "Figure 6: error against compression",
    "How far pruning, quantisation, both, and low rank (SVD) can go before the error rises (paper, figure 6).")
{
    /// <summary>The width of indices on the curve of pruning and quantisation.</summary>
    private const int SharedBits = 5;

    public override ExperimentOutput Run(Laboratory laboratory)
    {
        var tables = new List<ResultTable>();
        var charts = new List<Chart>();
        foreach (NetworkDefinition network in Laboratory.Networks)
        {
            string title = PaperNumbers.Of(network.Name).Title;
            var table = new ResultTable(
                network.Name, $"{title}: points of the curves",
                "method", "setting", new Column("error (%)", "F2"), new Column("bytes", "0"), new Column("ratio (×)", "F1"));
            var curves = new Curves(laboratory, network, table);
            IReadOnlyList<Series> series = [.. curves.PrunedAndShared(), curves.Shared(), curves.LowRank(), Paper(network)];
            tables.Add(table);
            charts.Add(new Chart
            {
                Name = network.Name,
                Title = $"{title}: test error against compression ratio",
                X = new Axis("compression ratio (×)") { Logarithmic = true },
                Y = new Axis("test error (%)") { Logarithmic = true },
                Series = series,
            });
        }

        return new ExperimentOutput(tables, charts, [
            "Every layer’s density is the paper’s raised to the power in the table (1 is the paper’s own). Each point of pruning starts from the one before it. " +
            $"Pruning and quantisation share what is left at {SharedBits} bits. No size has Huffman coding; those with pruning count the gaps."]);
    }

    private static Series Paper(NetworkDefinition network)
    {
        PaperNetwork paper = PaperNumbers.Of(network.Name);
        return Series.Paper("paper, P+Q", [new ChartPoint(paper.Quantised, paper.CompressedError)]);
    }

    /// <summary>Measures the curves of one network.</summary>
    private sealed class Curves(Laboratory laboratory, NetworkDefinition network, ResultTable table)
    {
        private readonly float[][] _dense = laboratory.Compressed(network).Dense;
        private readonly Workbench _bench = laboratory.Workbench(network);

        /// <summary>Pruning alone, and each of its points quantised.</summary>
        public IReadOnlyList<Series> PrunedAndShared()
        {
            var pruned = new List<ChartPoint>();
            var both = new List<ChartPoint>();
            float[][] start = _dense;
            foreach (double power in laboratory.Budget.DensityPowers)
            {
                Trial prune = _bench.Prune(start, density => Math.Pow(density, power));
                start = prune.Parameters;
                pruned.Add(Point("pruning", $"power {power}", Sizes.Pruned(prune.Report.Layers), prune));
                Trial share = _bench.Share(start, _ => SharedBits);
                both.Add(Point("pruning and quantisation", $"power {power}", share.Report.QuantisedBytes, share));
            }

            return
            [
                new Series("pruning and quantisation", SeriesKind.Curve, both) { Colour = Palette.Vermilion, Shape = MarkShape.Circle },
                new Series("pruning only", SeriesKind.Curve, pruned) { Colour = Palette.Purple, Shape = MarkShape.Triangle },
            ];
        }

        public Series Shared()
        {
            var points = new List<ChartPoint>();
            foreach (int bits in laboratory.Budget.Bits)
            {
                Trial trial = _bench.Share(_dense, _ => bits);
                points.Add(Point("quantisation", $"{bits} bits", Sizes.SharedDense(trial.Report), trial));
            }

            points.Reverse();
            return new Series("quantisation only", SeriesKind.Curve, points) { Colour = Palette.Orange, Shape = MarkShape.Square };
        }

        public Series LowRank()
        {
            var lowRank = new LowRankNetwork(network, _dense);
            var points = new List<ChartPoint>();
            foreach (double fraction in laboratory.Budget.RankFractions)
            {
                (NetworkDefinition reduced, float[][] parameters) = lowRank.Truncate(fraction);
                Trial trial = laboratory.Workbench(reduced).Retrain(parameters);
                points.Add(Point("SVD", $"factors of {100 * fraction:0.#} %", reduced.DenseBytes, trial));
            }

            return new Series("SVD", SeriesKind.Curve, points) { Colour = Palette.Blue, Shape = MarkShape.Cross, Dashed = true };
        }

        private ChartPoint Point(string method, string setting, double bytes, Trial trial)
        {
            double ratio = network.DenseBytes / bytes;
            table.Add(method, setting, trial.After.TestErrorPercent, bytes, ratio);
            laboratory.Notify(FormattableString.Invariant(
                $"  {network.Name}, {method}, {setting}: {ratio:F1} times smaller, test error {trial.After.TestErrorPercent:F2} %"));
            return new ChartPoint(ratio, trial.After.TestErrorPercent);
        }
    }
}
