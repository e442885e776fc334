using DeepCompression.Aot.Trainer.Charts;
using DeepCompression.Aot.Trainer.Networks;

namespace DeepCompression.Aot.Trainer.Experiments;

/// <summary>Figure 7: the error against the width of indices, with and without pruning, by kind of layer.</summary>
internal sealed class BitCurves() : Experiment(
    "figure-7", "Figure 7: error against bits",
    "Whether pruned networks can be quantised as far as unpruned ones, and which layers tolerate it (paper, figure 7).")
{
    public override ExperimentOutput Run(Laboratory laboratory)
    {
        var tables = new List<ResultTable>();
        var charts = new List<Chart>();
        foreach (NetworkDefinition network in Laboratory.Networks)
        {
            string title = PaperNumbers.Of(network.Name).Title;
            var table = new ResultTable(
                network.Name, $"{title}: test error after retraining (%)",
                ["layers shared", "network", .. laboratory.Budget.Bits.Select(bits => new Column($"{bits} bits", "F2"))]);
            var series = new List<Series>();
            foreach ((string part, Func<int, bool> shares, string colour, MarkShape shape) in Parts(laboratory.Workbench(network)))
            {
                series.Add(Measure(laboratory, network, table, part, shares, pruned: false) with { Colour = colour, Shape = shape, Dashed = true });
                series.Add(Measure(laboratory, network, table, part, shares, pruned: true) with { Colour = colour, Shape = shape });
            }

            tables.Add(table);
            charts.Add(new Chart
            {
                Name = network.Name,
                Title = $"{title}: test error against bits of an index",
                X = new Axis("bits of a codebook index") { LeastStep = 1 },
                Y = new Axis("test error (%)") { Logarithmic = true },
                Series = series,
            });
        }

        return new ExperimentOutput(tables, charts, ["Layers that are not shared keep their single-precision weights and are retrained along with the shared ones."]);
    }

    private static IEnumerable<(string Part, Func<int, bool> Shares, string Colour, MarkShape Shape)> Parts(Workbench bench)
    {
        if (bench.HasConvolutions)
        {
            yield return ("convolutions", bench.IsConvolution, Palette.Blue, MarkShape.Square);
            yield return ("fully connected", number => !bench.IsConvolution(number), Palette.Orange, MarkShape.Triangle);
        }

        yield return ("all layers", _ => true, Palette.Vermilion, MarkShape.Circle);
    }

    private static Series Measure(
        Laboratory laboratory, NetworkDefinition network, ResultTable table, string part, Func<int, bool> shares, bool pruned)
    {
        CompressedNetwork compressed = laboratory.Compressed(network);
        Workbench bench = laboratory.Workbench(network);
        string state = pruned ? "pruned" : "unpruned";
        List<object?> row = [part, state];
        var points = new List<ChartPoint>();
        foreach (int bits in laboratory.Budget.Bits)
        {
            Trial trial = bench.Share(pruned ? compressed.Pruned : compressed.Dense, number => shares(number) ? bits : null);
            points.Add(new ChartPoint(bits, trial.After.TestErrorPercent));
            row.Add(trial.After.TestErrorPercent);
            laboratory.Notify(FormattableString.Invariant($"  {network.Name}, {part}, {state}, {bits} bits: test error {trial.After.TestErrorPercent:F2} %"));
        }

        table.Add([.. row]);
        return new Series($"{part}, {state}", SeriesKind.Curve, points);
    }
}
