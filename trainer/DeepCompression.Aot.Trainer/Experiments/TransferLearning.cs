using DeepCompression.Aot.Trainer.Data;
using DeepCompression.Aot.Trainer.Charts;
using DeepCompression.Aot.Trainer.Experiments.Transfer;
using DeepCompression.Aot.Trainer.Networks;

namespace DeepCompression.Aot.Trainer.Experiments;

/// <summary>What compressed features are worth for another task: they stay frozen, and only a new last layer is trained.</summary>
internal sealed class TransferLearning() : Experiment(
    "transfer", "Transfer learning",
    "Whether compression spoils features for other tasks: all layers but the last are frozen as they are, and a new last layer is trained on other labels.")
{
    public override bool UsesSecondData => true;

    public override ExperimentOutput Run(Laboratory laboratory)
    {
        (string Name, DatasetSplits Data)[] tasks =
        [
            ("odd or even", Parity.Of(laboratory.Data)),
            ($"second data: {laboratory.SecondData.Train.Name}", laboratory.SecondData),
        ];
        var table = new ResultTable(
            "errors", "Test error with a new last layer (%)",
            "network", "task", new Column("untrained features", "F2"), new Column("dense features", "F2"), new Column("compressed features", "F2"));
        var charts = new List<Chart>();
        foreach (NetworkDefinition network in Laboratory.Networks)
        {
            CompressedNetwork compressed = laboratory.Compressed(network);
            float[][] decoded = [.. compressed.Artifact.Tensors.Select(tensor => tensor.ToDense())];
            var features = new (string Label, float[][]? Parameters)[] { ("untrained", null), ("dense", compressed.Dense), ("compressed", decoded) };
            var points = features.Select(_ => new List<ChartPoint>()).ToArray();
            for (int task = 0; task < tasks.Length; task++)
            {
                double[] errors = [.. features.Select(feature => NewHead.Train(laboratory, network, feature.Parameters, tasks[task].Data))];
                table.Add([PaperNumbers.Of(network.Name).Title, tasks[task].Name, .. errors.Select(error => (object)error)]);
                for (int i = 0; i < errors.Length; i++)
                {
                    points[i].Add(new ChartPoint(task, errors[i]));
                }
            }

            charts.Add(new Chart
            {
                Name = network.Name,
                Title = $"{PaperNumbers.Of(network.Name).Title}: test error with a new last layer",
                X = new Axis("task") { Categories = [.. tasks.Select(task => task.Name)] },
                Y = new Axis("test error (%)"),
                Series = [.. features.Select((feature, i) => new Series(feature.Label + " features", SeriesKind.Bars, points[i]) { Colour = Palette.Colours[i] })],
            });
        }

        return new ExperimentOutput([table], charts, [
            "Untrained features are those of the same network with its initial weights: what a new last layer learns without any transfer. " +
            "Compressed features are those of the network decoded from its file."]);
    }
}
