using DeepCompression.Aot.Trainer.Charts;
using DeepCompression.Aot.Trainer.Coding;
using DeepCompression.Aot.Trainer.Experiments.Coders;
using DeepCompression.Aot.Trainer.Networks;

namespace DeepCompression.Aot.Trainer.Experiments;

/// <summary>Figure 5: how unevenly indices and gaps are distributed, which is what Huffman coding lives on.</summary>
internal sealed class IndexDistribution() : Experiment(
    "figure-5", "Figure 5: indices and gaps", "How often each codebook index and each gap occurs in the largest layer (paper, figure 5).")
{
    public override ExperimentOutput Run(Laboratory laboratory)
    {
        var tables = new List<ResultTable>();
        var charts = new List<Chart>();
        foreach (NetworkDefinition network in Laboratory.Networks)
        {
            IReadOnlyList<LayerSymbols> layers = LayerSymbols.Of(laboratory.Compressed(network).Artifact);
            tables.Add(Bits(network, layers));
            LayerSymbols largest = layers.MaxBy(layer => layer.Gaps.Count)!;
            Add(network, largest, "index", "codebook index", Palette.Blue, [.. largest.WeightValues.Select(value => value - 1)], charts, tables);
            Add(network, largest, "gap", $"gap ({LayerSymbols.Filler}: filler zero)", Palette.Vermilion, largest.Gaps, charts, tables);
        }

        return new ExperimentOutput(tables, charts, ["Bits are per index and per gap: at fixed width, Huffman-coded without the code’s table, and Shannon’s bound."]);
    }

    private static ResultTable Bits(NetworkDefinition network, IReadOnlyList<LayerSymbols> layers)
    {
        var table = new ResultTable(
            $"{network.Name}-bits", $"{PaperNumbers.Of(network.Name).Title}: mean bits",
            "layer", "index, fixed", new Column("index, Huffman", "F2"), new Column("index, bound", "F2"),
            "gap, fixed", new Column("gap, Huffman", "F2"), new Column("gap, bound", "F2"));
        foreach (LayerSymbols layer in layers)
        {
            double weights = layer.WeightValues.Count();
            double entries = layer.Gaps.Count;
            table.Add(
                layer.Name, layer.ValueBits, Entropy.HuffmanBits(layer.WeightValues) / weights, Entropy.Bits(layer.WeightValues) / weights,
                LayerSymbols.GapBits, Entropy.HuffmanBits(layer.Gaps) / entries, Entropy.Bits(layer.Gaps) / entries);
        }

        return table;
    }

    private static void Add(
        NetworkDefinition network, LayerSymbols layer, string name, string label, string colour,
        IReadOnlyList<int> symbols, List<Chart> charts, List<ResultTable> tables)
    {
        var table = new ResultTable($"{network.Name}-{name}", $"{network.Name}: {label}", name, "occurrences") { OnPage = false };
        ChartPoint[] points = [.. Entropy.Counts(symbols).Select((count, symbol) => new ChartPoint(symbol, count))];
        foreach (ChartPoint point in points)
        {
            table.Add(point.X, point.Y);
        }

        tables.Add(table);
        charts.Add(new Chart
        {
            Name = $"{network.Name}-{name}",
            Title = $"{PaperNumbers.Of(network.Name).Title}, {layer.Name}: how often each {name} occurs",
            X = new Axis(label) { LeastStep = 1 },
            Y = new Axis("occurrences"),
            Series = [new Series(name == "gap" ? "gaps" : "indices", SeriesKind.Histogram, points) { Colour = colour }],
        });
    }
}
