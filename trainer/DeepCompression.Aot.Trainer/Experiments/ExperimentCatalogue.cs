namespace DeepCompression.Aot.Trainer.Experiments;

/// <summary>All experiments, in the order in which they run and stand on the page.</summary>
internal static class ExperimentCatalogue
{
    public static IReadOnlyList<Experiment> All { get; } =
    [
        new SummaryTable(),
        new LayerTable("table-2", "Table 2: LeNet-300-100 by layer", "lenet-300-100"),
        new LayerTable("table-3", "Table 3: LeNet-5 by layer", "lenet-5"),
        new BitSweep(),
        new MethodComparison(),
        new WeightDistribution(),
        new IndexDistribution(),
        new CompressionCurves(),
        new BitCurves(),
        new InitialisationCurves(),
        new ByteShares(),
        new EntropyCoders(),
        new SecondDataSet(),
        new TransferLearning(),
        new LstmCurves(),
    ];

    /// <summary>The experiment of that name, or null.</summary>
    public static Experiment? Find(string name) => All.FirstOrDefault(experiment => experiment.Name == name);
}
