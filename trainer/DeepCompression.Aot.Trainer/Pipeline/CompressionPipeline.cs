using DeepCompression.Aot.Trainer.Data;
using DeepCompression.Aot.Trainer.Engine;
using DeepCompression.Aot.Trainer.Networks;
using DeepCompression.Aot.Trainer.Quantisation;
using DeepCompression.Aot.Trainer.Training;

namespace DeepCompression.Aot.Trainer.Pipeline;

/// <summary>
/// Trains and compresses a network: train, prune, share weights, Huffman-code (Deep Compression, figure 1). Every choice is made on
/// the validation images; the test images are read once, at the end, by the dense network and by the one decoded from the artifact.
/// </summary>
internal static class CompressionPipeline
{
    /// <summary>Runs all stages.</summary>
    /// <param name="network">The network to train.</param>
    /// <param name="data">The images.</param>
    /// <param name="recipe">How to train and compress it.</param>
    /// <param name="engine">What trains it.</param>
    /// <param name="checkpoint">Where dense networks are cached, or null to train anew.</param>
    /// <param name="progress">Told what happens, on this thread; may be null.</param>
    /// <param name="cancellation">Honoured between batches.</param>
    /// <exception cref="ArgumentException">Network, data and recipe do not fit together.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    public static CompressionResult Run(
        NetworkDefinition network,
        DatasetSplits data,
        CompressionRecipe recipe,
        ITrainingEngine engine,
        DenseCheckpoint? checkpoint = null,
        Action<PipelineEvent>? progress = null,
        CancellationToken cancellation = default)
    {
        Check(network, recipe);
        var run = new PipelineRun(network, data, recipe, engine, progress, cancellation);
        if (recipe.Aids.Augmentation is Augmentation augmentation)
        {
            run.TrainingSet = new TrainingSet(augmentation.Expand(data.Train, recipe.Seed, cancellation)) { ImagesPerEpoch = data.Train.Count };
        }

        float[][] dense = TrainStage.Run(run, checkpoint);
        TeachStage.Run(run, dense, checkpoint);

        // A session of its own, so that a cached dense network leads to the same artifact as one trained now.
        using ITrainingSession session = run.CreateSession(dense);
        session.SetLoss(recipe.Aids.Loss);
        PruneStage.Run(run, session);
        IReadOnlyDictionary<int, Clustering> clusters = QuantiseStage.Run(run, session);
        return EncodeStage.Run(run, session, clusters, dense);
    }

    private static void Check(NetworkDefinition network, CompressionRecipe recipe)
    {
        int weights = network.Weights.Count();
        if (recipe.Layers.Length != weights)
        {
            throw new ArgumentException(
                $"The recipe '{recipe.Name}' is for {recipe.Layers.Length} layers, but {network.Name} has {weights}; give one density and one width for each.",
                nameof(recipe));
        }

        bool shared = recipe.PruningMethod.TotalWeights is not null;
        if (recipe.Layers.Any(layer => layer.Pruning is null != shared))
        {
            throw new ArgumentException(
                $"The recipe '{recipe.Name}' must either give every layer its own number of weights or all layers one in common.", nameof(recipe));
        }
    }
}
