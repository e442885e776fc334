using DeepCompression.Aot.Trainer.Charts;
using DeepCompression.Aot.Trainer.Networks;
using DeepCompression.Aot.Trainer.Quantisation;

namespace DeepCompression.Aot.Trainer.Experiments;

/// <summary>Figure 8: where k-means should start.</summary>
internal sealed class InitialisationCurves() : Experiment(
    "figure-8", "Figure 8: initialisation of codebooks",
    "The error with codebooks that start at random weights (Forgy), along the density, or evenly over the range (paper, figure 8).")
{
    private static readonly (CodebookInitialisation Method, string Label, string Colour, MarkShape Shape)[] Methods =
    [
        (CodebookInitialisation.Forgy, "Forgy", Palette.Orange, MarkShape.Square),
        (CodebookInitialisation.DensityBased, "density-based", Palette.Blue, MarkShape.Triangle),
        (CodebookInitialisation.Linear, "linear", Palette.Vermilion, MarkShape.Circle),
    ];

    public override ExperimentOutput Run(Laboratory laboratory)
    {
        var tables = new List<ResultTable>();
        var charts = new List<Chart>();
        foreach (NetworkDefinition network in Laboratory.Networks)
        {
            string title = PaperNumbers.Of(network.Name).Title;
            var table = new ResultTable(
                network.Name, $"{title}: test error over {laboratory.Budget.Seeds} seeds (%)",
                "initialisation", "bits", new Column("before retraining, mean", "F2"), new Column("after retraining, mean", "F2"),
                new Column("least", "F2"), new Column("most", "F2"));
            var before = new List<Series>();
            var after = new List<Series>();
            for (int i = 0; i < Methods.Length; i++)
            {
                (Series unretrained, Series retrained) = Measure(laboratory, network, table, i);
                before.Add(unretrained);
                after.Add(retrained);
            }

            tables.Add(table);
            charts.Add(Draw(network, "before", $"{title}: test error as k-means leaves it", before));
            charts.Add(Draw(network, "after", $"{title}: test error after retraining", after));
        }

        return new ExperimentOutput(tables, charts, [
            "Points are means, bars the range over seeds, which decide Forgy’s draw and the order of images in retraining; the pruned network is the same for all. " +
            "Methods are drawn a little apart so that their ranges can be told apart."]);
    }

    private static Chart Draw(NetworkDefinition network, string name, string title, List<Series> series) => new()
    {
        Name = $"{network.Name}-{name}",
        Title = title,
        X = new Axis("bits of a codebook index") { LeastStep = 1 },
        Y = new Axis("test error (%)") { Logarithmic = true },
        Series = series,
    };

    private static (Series Before, Series After) Measure(Laboratory laboratory, NetworkDefinition network, ResultTable table, int method)
    {
        (CodebookInitialisation initialisation, string label, string colour, MarkShape shape) = Methods[method];
        Workbench bench = laboratory.Workbench(network);
        float[][] pruned = laboratory.Compressed(network).Pruned;
        var before = new List<ChartPoint>();
        var after = new List<ChartPoint>();
        foreach (int bits in laboratory.Budget.Bits)
        {
            Trial[] trials =
            [
                .. Enumerable.Range(laboratory.Seed, laboratory.Budget.Seeds).Select(seed => bench.Share(pruned, _ => bits, initialisation, seed)),
            ];
            double place = bits + (0.08 * (method - 1));
            before.Add(Summarise(place, [.. trials.Select(trial => trial.Before.TestErrorPercent)]));
            after.Add(Summarise(place, [.. trials.Select(trial => trial.After.TestErrorPercent)]));
            table.Add(label, bits, before[^1].Y, after[^1].Y, after[^1].Low, after[^1].High);
            laboratory.Notify(FormattableString.Invariant($"  {network.Name}, {label}, {bits} bits: test error {after[^1].Y:F2} %"));
        }

        return (Curve(before), Curve(after));

        Series Curve(List<ChartPoint> points) => new(label, SeriesKind.Curve, points) { Colour = colour, Shape = shape };
    }

    private static ChartPoint Summarise(double place, double[] errors) => new(place, errors.Average(), errors.Min(), errors.Max());
}
