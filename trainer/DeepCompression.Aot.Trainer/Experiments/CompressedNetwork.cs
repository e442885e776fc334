using DeepCompression.Aot.Format;
using DeepCompression.Aot.Trainer.Engine;
using DeepCompression.Aot.Trainer.Networks;
using DeepCompression.Aot.Trainer.Pipeline;
using DeepCompression.Aot.Trainer.Quantisation;

namespace DeepCompression.Aot.Trainer.Experiments;

/// <summary>A network at each stage of compression.</summary>
/// <param name="Definition">The network.</param>
/// <param name="Dense">Its parameters after training, by number.</param>
/// <param name="Pruned">Its parameters after pruning and retraining; pruned weights are zero.</param>
/// <param name="PrunedErrors">Its errors after pruning and retraining.</param>
/// <param name="Clusters">The clusters of each weight parameter, by number, with the centroids that retraining started from.</param>
/// <param name="Centroids">The retrained centroids of each weight parameter, by number.</param>
/// <param name="Result">The artifact and its errors.</param>
internal sealed record CompressedNetwork(
    NetworkDefinition Definition,
    float[][] Dense,
    float[][] Pruned,
    ErrorRates PrunedErrors,
    IReadOnlyDictionary<int, Clustering> Clusters,
    IReadOnlyDictionary<int, float[]> Centroids,
    CompressionResult Result)
{
    /// <summary>The artifact, read back.</summary>
    public Artifact Artifact { get; } = ArtifactReader.Read(Result.Artifact);

    /// <summary>Runs all stages, keeping what each leaves.</summary>
    public static CompressedNetwork Create(PipelineRun run, DenseCheckpoint? checkpoint)
    {
        float[][] dense = TrainStage.Run(run, checkpoint);
        using ITrainingSession session = run.CreateSession(dense);
        PruneStage.Run(run, session);
        float[][] pruned = Workbench.Parameters(session);
        ErrorRates prunedErrors = run.Measure(session);
        IReadOnlyDictionary<int, Clustering> clusters = QuantiseStage.Run(run, session);
        Dictionary<int, float[]> centroids = clusters.Keys.ToDictionary(number => number, number => session.GetCodebook(number).ToArray());
        return new CompressedNetwork(
            run.Network, dense, pruned, prunedErrors, clusters, centroids, EncodeStage.Test(run, EncodeStage.Run(run, session, clusters), dense));
    }
}
