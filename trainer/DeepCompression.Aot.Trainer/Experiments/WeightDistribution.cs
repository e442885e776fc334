using DeepCompression.Aot.Trainer.Charts;
using DeepCompression.Aot.Trainer.Networks;
using DeepCompression.Aot.Trainer.Reports;

namespace DeepCompression.Aot.Trainer.Experiments;

/// <summary>Figure 4: where the weights of a layer lie, and its codebook before and after retraining.</summary>
internal sealed class WeightDistribution() : Experiment(
    "figure-4", "Figure 4: weights and codebooks",
    "The weights that pruning left of the largest layer, and the codebook that k-means finds for them, before and after retraining (paper, figure 4).")
{
    public override ExperimentOutput Run(Laboratory laboratory)
    {
        var tables = new List<ResultTable>();
        var charts = new List<Chart>();
        foreach (NetworkDefinition network in Laboratory.Networks)
        {
            CompressedNetwork compressed = laboratory.Compressed(network);
            int layer = network.Weights.MaxBy(number => compressed.Pruned[number].Length);
            float[] before = compressed.Clusters[layer].Centroids;
            float[] after = compressed.Centroids[layer];
            float[] pruned = compressed.Pruned[layer];
            var weights = new WeightHistogram(pruned.Max(Math.Abs));
            foreach (float weight in pruned.Where(weight => weight != 0))
            {
                weights.Add(weight);
            }

            IReadOnlyList<ChartPoint> histogram = weights.Bins;
            tables.Add(Weights(network, histogram));
            tables.Add(Codebook(network, compressed, layer));
            double most = histogram.Max(bin => bin.Y);
            string name = network.ParameterNames[layer].Replace(".weight", "", StringComparison.Ordinal);
            charts.Add(new Chart
            {
                Name = network.Name,
                Title = $"{PaperNumbers.Of(network.Name).Title}, {name}: weights and shared values",
                X = new Axis("value of the weight"),
                Y = new Axis("weights") { Least = -0.16 * most, FirstTick = 0 },
                Series =
                [
                    new Series("weights after pruning", SeriesKind.Histogram, histogram) { Colour = Palette.Sky },
                    Marks("codebook before retraining", before, -0.05 * most, Palette.Blue, MarkShape.Cross),
                    Marks("codebook after retraining", after, -0.11 * most, Palette.Vermilion, MarkShape.Circle),
                ],
            });
        }

        return new ExperimentOutput(tables, charts, [
            "Pruning leaves two humps, since small weights are gone. The marks under the histogram are the codebook: linear " +
            "initialisation spreads it over the whole range, so that the few large weights keep values of their own."]);
    }

    private static ResultTable Weights(NetworkDefinition network, IReadOnlyList<ChartPoint> histogram)
    {
        var table = new ResultTable($"{network.Name}-weights", $"{network.Name}: weights by value", new Column("middle of the bin", "0.#####"), "weights") { OnPage = false };
        foreach (ChartPoint bin in histogram)
        {
            table.Add(bin.X, bin.Y);
        }

        return table;
    }

    private static ResultTable Codebook(NetworkDefinition network, CompressedNetwork compressed, int layer)
    {
        var table = new ResultTable(
            $"{network.Name}-codebook", $"{network.Name}: codebook", new Column("before retraining", "0.######"), new Column("after retraining", "0.######"), "weights")
        { OnPage = false };
        int[] assignment = compressed.Clusters[layer].Assignment;
        for (int i = 0; i < compressed.Centroids[layer].Length; i++)
        {
            table.Add(compressed.Clusters[layer].Centroids[i], compressed.Centroids[layer][i], assignment.AsSpan().Count(i));
        }

        return table;
    }

    private static Series Marks(string label, float[] values, double height, string colour, MarkShape shape) =>
        new(label, SeriesKind.Marks, [.. values.Select(value => new ChartPoint(value, height))]) { Colour = colour, Shape = shape };
}
