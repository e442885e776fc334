using DeepCompression.Aot.Trainer.Data;
using DeepCompression.Aot.Trainer.Engine.Managed;
using DeepCompression.Aot.Trainer.Networks;
using DeepCompression.Aot.Trainer.Pipeline;
using DeepCompression.Aot.Trainer.Training;

namespace DeepCompression.Aot.Trainer;

/// <summary>Trains and compresses the networks of the paper that learn from small images (Deep Compression, section 5.1).</summary>
public static class ReferenceTraining
{
    /// <summary>The names of the networks: <c>lenet-300-100</c> and <c>lenet-5</c>.</summary>
    public static IReadOnlyList<string> Networks => ReferenceNetworks.Names;

    /// <summary>
    /// Trains, prunes, shares weights and codes (Deep Compression, figure 1). Every choice is made on the validation images; the test
    /// images are read once, at the end. Takes from seconds to minutes; runs on this thread and others.
    /// </summary>
    /// <param name="network">One of <see cref="Networks"/>.</param>
    /// <param name="data">Images of 784 values in ten classes, such as MNIST or <see cref="DrawnDigits"/>.</param>
    /// <param name="options">How; by default the recipe that makes the smallest artifacts.</param>
    /// <param name="progress">Told of every stage and epoch.</param>
    /// <param name="cancellation">Asked between batches.</param>
    /// <exception cref="ArgumentException">There is no such network, or an option is out of its range.</exception>
    /// <exception cref="NetworkException">The images are not the network's.</exception>
    /// <exception cref="TrainingDivergedException">The loss is no longer a finite number.</exception>
    public static TrainingOutcome Run(
        string network,
        DatasetSplits data,
        TrainingOptions? options = null,
        IProgress<TrainingStatus>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(network);
        ArgumentNullException.ThrowIfNull(data);
        options ??= new TrainingOptions();
        CompressionRecipe recipe = OptionRules.Recipe(network, options);
        NetworkDefinition definition = ReferenceNetworks.Find(network)!;
        foreach (Dataset part in (Dataset[])[data.Train, data.Validation, data.Test])
        {
            DataCheck.RequireFit(network, definition.Graph.Inputs[0], DataFit.OutputLength(definition), part);
        }

        DenseCheckpoint? checkpoint = options.CacheFolder is { } folder ? new DenseCheckpoint(folder) : null;
        CompressionResult result = CompressionPipeline.Run(
            definition, data, recipe, new ManagedEngine(options.Threads), checkpoint, Report, cancellation: cancellation);
        return new TrainingOutcome(
            NetworkArtifact.Of(network, result.Artifact),
            result.Dense.TestErrorPercent,
            result.Decoded.TestErrorPercent,
            result.Decoded.ValidationErrorPercent);

        void Report(PipelineEvent change)
        {
            if (progress is not null && TrainingStatus.Of(change) is { } status)
            {
                progress.Report(status);
            }
        }
    }
}
