using DeepCompression.Aot.Trainer.Charts;
using DeepCompression.Aot.Trainer.Networks;

namespace DeepCompression.Aot.Trainer.Experiments;

/// <summary>Table 6: how narrow indices can be, in convolutions and in other layers.</summary>
internal sealed class BitSweep() : Experiment(
    "table-6", "Table 6: error by width of the indices",
    "How error and size change with fewer bits for the codebooks of convolutions and of fully connected layers (paper, table 6, for AlexNet).")
{
    private static readonly (int Convolution, int Linear)[] ConvolutionalWidths = [(8, 5), (8, 4), (8, 3), (6, 4), (5, 4), (4, 4), (4, 3), (4, 2), (3, 2)];
    private static readonly (int Convolution, int Linear)[] PerceptronWidths = [(0, 8), (0, 6), (0, 5), (0, 4), (0, 3), (0, 2)];

    public override ExperimentOutput Run(Laboratory laboratory)
    {
        var tables = new List<ResultTable>();
        var charts = new List<Chart>();
        foreach (NetworkDefinition network in Laboratory.Networks)
        {
            Workbench bench = laboratory.Workbench(network);
            CompressedNetwork compressed = laboratory.Compressed(network);
            bool convolutional = bench.HasConvolutions;
            (int Convolution, int Linear)[] widths = convolutional ? ConvolutionalWidths : PerceptronWidths;
            var table = new ResultTable(
                network.Name, $"{PaperNumbers.Of(network.Name).Title}: pruned, shared and retrained",
                "bits (convolution/other)", new Column("error (%)", "F2"), new Column("rise over dense (points)", "+0.00;-0.00;0.00"),
                new Column("ratio P+Q (×)", "F1"), new Column("ratio P+Q+H (×)", "F1"), "paper: AlexNet’s rise (points)");
            var rises = new List<ChartPoint>();
            foreach ((int convolution, int linear) in widths)
            {
                Trial trial = bench.Share(compressed.Pruned, number => bench.IsConvolution(number) ? convolution : linear);
                double rise = trial.After.TestErrorPercent - compressed.Result.Dense.TestErrorPercent;
                rises.Add(new ChartPoint(rises.Count, rise));
                laboratory.Notify(FormattableString.Invariant(
                    $"  {network.Name}, {WidthName(convolutional, convolution, linear)} bits: test error {trial.After.TestErrorPercent:F2} %"));
                table.Add(
                    WidthName(convolutional, convolution, linear), trial.After.TestErrorPercent, rise,
                    trial.Report.QuantisedRatio, trial.Report.Ratio, convolutional ? PaperRise(convolution, linear) : null);
            }

            tables.Add(table);
            charts.Add(Draw(network, convolutional, widths, rises));
        }

        return new ExperimentOutput(tables, charts, [
            "Ratios count the layers, without the file’s container. Each row starts from the same pruned network and is retrained briefly, " +
            "so that rows compare with each other; Tables 2 and 3 retrain for longer."]);
    }

    private static Chart Draw(NetworkDefinition network, bool convolutional, (int Convolution, int Linear)[] widths, List<ChartPoint> rises)
    {
        return new Chart
        {
            Name = network.Name,
            Title = $"{PaperNumbers.Of(network.Name).Title}: rise of the error over the dense network’s",
            X = new Axis(convolutional ? "index bits (convolution/fully connected)" : "index bits")
            {
                Categories = [.. widths.Select(width => WidthName(convolutional, width.Convolution, width.Linear))],
            },
            Y = new Axis("rise of the test error (points)"),
            Series = [new Series("pruned", SeriesKind.Bars, rises)],
        };
    }

    private static double? PaperRise(int convolution, int linear) => PaperNumbers.AlexNetBits
        .Where(row => row.ConvolutionBits == convolution && row.LinearBits == linear).Select(row => (double?)row.ErrorRise).FirstOrDefault();

    private static string WidthName(bool convolutional, int convolution, int linear) => convolutional ? $"{convolution}/{linear}" : $"{linear}";
}
