using System.Diagnostics;
using DeepCompression.Aot.CommandLine.Hosting;
using DeepCompression.Aot.CommandLine.Reporting;
using DeepCompression.Aot.Trainer.Coding;
using DeepCompression.Aot.Trainer.Data;
using DeepCompression.Aot.Trainer.Engine;
using DeepCompression.Aot.Trainer.Engine.Managed;
using DeepCompression.Aot.Trainer.Networks;
using DeepCompression.Aot.Trainer.Pipeline;
using DeepCompression.Aot.Trainer.StateDictionaries;
using DeepCompression.Aot.Trainer.Training;

namespace DeepCompression.Aot.CommandLine.Training;

/// <summary>One run from data to artifact: what train and quickstart have in common.</summary>
internal sealed record TrainingJob(NetworkDefinition Network, CompressionRecipe Recipe)
{
    /// <summary>The artifact to write.</summary>
    public required string Output { get; init; }

    /// <summary>What trains.</summary>
    public ITrainingEngine Engine { get; init; } = new ManagedEngine();

    /// <summary>Whether a dense network that was trained before may be taken from the cache.</summary>
    public bool UseCache { get; init; } = true;

    /// <summary>The file for the dense network's weights, a state dictionary; null for none.</summary>
    public string? DenseOutput { get; init; }

    /// <summary>Runs the pipeline and writes the artifact, complete or not at all.</summary>
    public async Task<TrainingReport> RunAsync(DatasetSplits data, TrainingScreen screen, CancellationToken cancellation)
    {
        long start = Stopwatch.GetTimestamp();
        Begin(data, screen);
        DenseCheckpoint? checkpoint = CreateCheckpoint();
        CompressionResult result = await ProgressRunner.RunAsync(
            screen.CreateProgressView(),
            report => CompressionPipeline.Run(Network, data, Recipe, Engine, checkpoint, report, SaveDense, cancellation)).ConfigureAwait(false);
        cancellation.ThrowIfCancellationRequested();
        ArtifactFile.Save(Output, result.Artifact);
        return Report(data, result, Stopwatch.GetElapsedTime(start));
    }

    /// <summary>Refuses, before long work, what cannot end well, and says what is about to be done.</summary>
    public void Begin(DatasetSplits data, TrainingScreen screen)
    {
        DataCheck.RequireFit(Network.Name, Network.Graph.Inputs[0], DataFit.OutputLength(Network), data.Train);
        OutputFile.RequireWritable(Output);
        if (DenseOutput is not null)
        {
            OutputFile.RequireWritable(DenseOutput);
        }

        screen.ShowStart(this, data);
    }

    /// <summary>Writes the dense network's weights where they are wanted.</summary>
    /// <param name="parameters">The values of each parameter, by number.</param>
    public void SaveDense(IReadOnlyList<float[]> parameters)
    {
        if (DenseOutput is not null)
        {
            ArtifactFile.Save(DenseOutput, SafetensorsWriter.Write(Network.ParameterNames, Network.Graph.Parameters, parameters));
        }
    }

    /// <summary>Where dense networks are cached, or null.</summary>
    public DenseCheckpoint? CreateCheckpoint() => UseCache ? new DenseCheckpoint(DataCache.Folder("dense")) : null;

    /// <summary>The report on an artifact.</summary>
    public TrainingReport Report(DatasetSplits data, CompressionResult result, TimeSpan time) => new()
    {
        File = Output,
        Network = Network.Name,
        Data = data.Train.Name,
        Seed = Recipe.Seed,
        FileBytes = result.Report.FileBytes,
        DenseBytes = result.Report.DenseBytes,
        Ratio = result.Report.Ratio,
        ErrorPercent = result.Decoded.TestErrorPercent,
        ValidationErrorPercent = result.Decoded.ValidationErrorPercent,
        DenseErrorPercent = result.Dense.TestErrorPercent,
        DenseValidationErrorPercent = result.Dense.ValidationErrorPercent,
        Seconds = time.TotalSeconds,
        Layers = result.Report.Layers,
        Stages = result.Stages,
    };
}
