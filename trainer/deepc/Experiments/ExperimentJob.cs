using DeepCompression.Aot.CommandLine.Data;
using DeepCompression.Aot.CommandLine.Reporting;
using DeepCompression.Aot.Trainer.Data;
using DeepCompression.Aot.Trainer.Engine.Managed;
using DeepCompression.Aot.Trainer.Experiments;
using DeepCompression.Aot.Trainer.Networks;
using DeepCompression.Aot.Trainer.Pipeline;
using DeepCompression.Aot.Trainer.Training;

namespace DeepCompression.Aot.CommandLine.Experiments;

/// <summary>One run of experiments, from data to page.</summary>
internal sealed record ExperimentJob
{
    /// <summary>The seed of the drawn digits that stand in for a second data set: not that of the first.</summary>
    private const ulong SecondSeed = 2;

    public required IReadOnlyList<Experiment> Experiments { get; init; }

    public required ExperimentFolder Folder { get; init; }

    public required DataSource Data { get; init; }

    /// <summary>The second data set, or null for drawn digits.</summary>
    public DataSource? SecondData { get; init; }

    /// <summary>The recurrent network that others trained, or null for where the data that come with this repository have it.</summary>
    public string? LstmModel { get; init; }

    public required ExperimentBudget Budget { get; init; }

    public required int Seed { get; init; }

    /// <summary>The engine's threads, or null for its own choice.</summary>
    public int? Threads { get; init; }

    /// <summary>Whether dense networks that were trained before may be taken from the cache.</summary>
    public bool UseCache { get; init; } = true;

    /// <summary>Runs what is not finished yet.</summary>
    public async Task<IReadOnlyList<ExperimentOutcome>> RunAsync(ExperimentScreen screen, CancellationToken cancellation)
    {
        DatasetSplits data = Fitting(Data.Name == DataSource.Drawn ? Drawn(seed: 1) : Data.Load(cancellation: cancellation));
        DatasetSplits? named = SecondData is null ? null : Fitting(SecondData.Load(cancellation: cancellation));
        DenseCheckpoint? checkpoint = UseCache ? new DenseCheckpoint(DataCache.Folder("dense")) : null;
        return await ProgressRunner.RunAsync(screen.CreateProgressView(), report =>
        {
            var laboratory = new Laboratory(
                data, () => named ?? Drawn(SecondSeed), Budget, Seed, new ManagedEngine(Threads), checkpoint, report, cancellation)
            {
                LstmModel = LstmModel ?? Laboratory.DefaultLstmModel,
            };
            return ExperimentRunner.Run(Experiments, laboratory, Folder);
        }).ConfigureAwait(false);
    }

    private DatasetSplits Drawn(ulong seed) => DrawnDigits.Create(
        Budget.TrainingImages ?? DrawnDigits.DefaultTrainCount,
        Budget.TestImages ?? DrawnDigits.DefaultValidationCount,
        Budget.TestImages ?? DrawnDigits.DefaultTestCount,
        seed);

    /// <summary>Data that suit every network, or a failure that says which they do not.</summary>
    private static DatasetSplits Fitting(DatasetSplits data)
    {
        foreach (NetworkDefinition network in Laboratory.Networks)
        {
            DataCheck.RequireFit(network.Name, network.Graph.Inputs[0], DataFit.OutputLength(network), data.Train);
        }

        return data;
    }
}
