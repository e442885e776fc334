using DeepCompression.Aot.Trainer.Data;
using DeepCompression.Aot.Trainer.Engine;
using DeepCompression.Aot.Trainer.Networks;
using DeepCompression.Aot.Trainer.Quantisation;
using DeepCompression.Aot.Trainer.Training;

namespace DeepCompression.Aot.Trainer.Pipeline;

/// <summary>
/// What compressions of one network have in common: the training images with their copies, the dense network, and its teacher's
/// answers. Compressing any number of times from it gives what as many whole runs of the pipeline would.
/// </summary>
internal sealed class PreparedCompression
{
    private readonly PipelineRun _run;
    private readonly float[][] _dense;

    private PreparedCompression(PipelineRun run, float[][] dense)
    {
        _run = run;
        _dense = dense;
    }

    /// <summary>Makes copies of the images, trains the dense network and asks the teacher.</summary>
    /// <inheritdoc cref="CompressionPipeline.Run"/>
    public static PreparedCompression Create(
        NetworkDefinition network,
        DatasetSplits data,
        CompressionRecipe recipe,
        ITrainingEngine engine,
        DenseCheckpoint? checkpoint = null,
        Action<PipelineEvent>? progress = null,
        Action<IReadOnlyList<float[]>>? trained = null,
        CancellationToken cancellation = default)
    {
        Check(network, recipe);
        var run = new PipelineRun(network, data, recipe, engine, progress, cancellation);
        if (recipe.Aids.Augmentation is Augmentation augmentation)
        {
            run.TrainingSet = new TrainingSet(augmentation.Expand(data.Train, recipe.Seed, cancellation)) { ImagesPerEpoch = data.Train.Count };
        }

        float[][] dense = TrainStage.Run(run, checkpoint);
        trained?.Invoke(dense);
        TeachStage.Run(run, dense, checkpoint);
        return new PreparedCompression(run, dense);
    }

    /// <summary>Prunes, shares and codes; looks at no test image.</summary>
    /// <param name="recipe">The recipe of the preparation, possibly with other numbers of weights.</param>
    /// <exception cref="ArgumentException">The recipe does not fit the network.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    public UntestedArtifact Compress(CompressionRecipe recipe)
    {
        Check(_run.Network, recipe);
        PipelineRun run = _run.For(_run.Network, recipe);

        // A session of its own, so that a cached dense network leads to the same artifact as one trained now.
        using ITrainingSession session = run.CreateSession(_dense);
        session.SetLoss(recipe.Aids.Loss);
        PruneStage.Run(run, session);
        IReadOnlyDictionary<int, Clustering> clusters = QuantiseStage.Run(run, session);
        return EncodeStage.Run(run, session, clusters);
    }

    /// <summary>Reads the test images once, for an artifact and the dense network, and puts the error on the artifact's record.</summary>
    /// <param name="artifact">An artifact of this preparation.</param>
    /// <param name="recipe">How it was made.</param>
    public CompressionResult Test(UntestedArtifact artifact, CompressionRecipe recipe)
    {
        UntestedArtifact whole = artifact with { Stages = [.. _run.Reports, .. artifact.Stages] };
        return EncodeStage.Test(_run.For(_run.Network, recipe), whole, _dense);
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
