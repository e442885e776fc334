using DeepCompression.Aot.Trainer.Engine;

namespace DeepCompression.Aot.Trainer.Pipeline;

/// <summary>Trains the dense network, or takes it from the cache.</summary>
internal static class TrainStage
{
    /// <summary>The dense network's parameters, by number.</summary>
    public static float[][] Run(PipelineRun run, DenseCheckpoint? checkpoint, PipelineStage stage = PipelineStage.Train)
    {
        using ITrainingSession session = run.CreateSession();
        run.RunStage(stage, session, run.Recipe.Dense.Epochs, () =>
        {
            LoadOrTrain(run, session, checkpoint);
            return [];
        });
        return [.. Enumerable.Range(0, run.Network.Graph.Parameters.Length).Select(number => session.GetParameter(number).ToArray())];
    }

    private static void LoadOrTrain(PipelineRun run, ITrainingSession session, DenseCheckpoint? checkpoint)
    {
        // A network that was trained elsewhere and is not trained on needs no cache.
        bool isTrained = run.Network.Trained is not null || run.Network.Start is not null;
        if (checkpoint is null || (isTrained && run.Recipe.Dense.Epochs == 0))
        {
            run.Train(session, run.Recipe.Dense, keepBest: true);
            return;
        }

        DenseKey key = DenseKey.Create(run.Network, run.Data, run.Recipe, run.Engine);
        bool cached = checkpoint.TryLoad(key, session, out string? notice);
        run.Notify(notice);
        if (cached)
        {
            run.Notify("The dense network comes from the cache.");
            return;
        }

        run.Train(session, run.Recipe.Dense, keepBest: true);
        run.Notify(checkpoint.Save(key, session));
    }
}
