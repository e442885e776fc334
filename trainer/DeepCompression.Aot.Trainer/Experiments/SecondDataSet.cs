using DeepCompression.Aot.Trainer.Data;
using DeepCompression.Aot.Trainer.Charts;
using DeepCompression.Aot.Trainer.Networks;
using DeepCompression.Aot.Trainer.Pipeline;

namespace DeepCompression.Aot.Trainer.Experiments;

/// <summary>The paper's recipe on other images, with nothing tuned.</summary>
internal sealed class SecondDataSet() : Experiment(
    "second-data", "A second data set", "Whether the recipe holds beyond the digits that it was made for: the same settings on other images.")
{
    public override bool UsesSecondData => true;

    public override ExperimentOutput Run(Laboratory laboratory)
    {
        string[] names = [laboratory.Data.Train.Name, laboratory.SecondData.Train.Name];
        var table = new ResultTable(
            "errors", "Error before and after compression",
            "network", "data", new Column("dense error (%)", "F2"), new Column("compressed error (%)", "F2"),
            new Column("file bytes", "0"), new Column("ratio (×)", "F1"));
        var categories = new List<string>();
        var dense = new List<ChartPoint>();
        var decoded = new List<ChartPoint>();
        foreach (NetworkDefinition network in Laboratory.Networks)
        {
            CompressionResult[] results = [laboratory.Compressed(network).Result, laboratory.CompressedOnSecondData(network).Result];
            foreach ((CompressionResult result, string name) in results.Zip(names))
            {
                dense.Add(new ChartPoint(categories.Count, result.Dense.TestErrorPercent));
                decoded.Add(new ChartPoint(categories.Count, result.Decoded.TestErrorPercent));
                categories.Add($"{PaperNumbers.Of(network.Name).Title}\n{name}");
                table.Add(
                    PaperNumbers.Of(network.Name).Title, name, result.Dense.TestErrorPercent, result.Decoded.TestErrorPercent,
                    result.Report.FileBytes, result.Report.Ratio);
            }
        }

        var chart = new Chart
        {
            Name = "errors",
            Title = "Test error before and after compression, by data set",
            X = new Axis("network and data") { Categories = categories },
            Y = new Axis("test error (%)"),
            Series = [new Series("dense", SeriesKind.Bars, dense), new Series("compressed", SeriesKind.Bars, decoded) { Colour = Palette.Orange }],
        };
        string note = laboratory.SecondData.Train.Name == DrawnDigits.Name
            ? "No second data set was named, so digits that the tool draws itself stand in for it; --second-data takes any folder of IDX files, such as Fashion-MNIST’s."
            : "Nothing was tuned for the second data set: densities, widths, epochs and learning rates are those of the first.";
        return new ExperimentOutput([table], [chart], [note]);
    }
}
