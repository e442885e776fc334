using DeepCompression.Aot.Trainer.Data;
using DeepCompression.Aot.Trainer.Engine;
using DeepCompression.Aot.Trainer.Networks;

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
    /// <param name="trained">Handed the dense network's parameters, by number, before compression begins; may be null.</param>
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
        Action<IReadOnlyList<float[]>>? trained = null,
        CancellationToken cancellation = default)
    {
        var prepared = PreparedCompression.Create(network, data, recipe, engine, checkpoint, progress, trained, cancellation);
        return prepared.Test(prepared.Compress(recipe), recipe);
    }
}
