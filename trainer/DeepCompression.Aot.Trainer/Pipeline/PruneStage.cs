using DeepCompression.Aot.Format;
using DeepCompression.Aot.Trainer.Engine;
using DeepCompression.Aot.Trainer.Pruning;
using DeepCompression.Aot.Trainer.Reports;

namespace DeepCompression.Aot.Trainer.Pipeline;

/// <summary>Removes small weights round by round during masked training, then retrains the others (Deep Compression, section 2).</summary>
internal sealed class PruneStage
{
    private readonly ITrainingSession _session;
    private readonly PruningSchedule _schedule;

    /// <summary>The weights that remain in the end, by parameter number.</summary>
    private readonly Dictionary<int, int> _finalCounts;

    private int _round;

    private PruneStage(PipelineRun run, ITrainingSession session)
    {
        _session = session;
        _schedule = run.Recipe.Schedule;
        _finalCounts = run.Weights.ToDictionary(
            weight => weight.Number, weight => weight.Recipe.Pruning.CountKept(session.GetParameter(weight.Number)));
    }

    public static void Run(PipelineRun run, ITrainingSession session)
    {
        CompressionRecipe recipe = run.Recipe;
        run.RunStage(PipelineStage.Prune, session, recipe.Pruning.Epochs + recipe.Retraining.Epochs, () =>
        {
            var stage = new PruneStage(run, session);
            stage.ReduceDropout();
            stage.PruneUpTo(round: 1);
            run.Train(session, recipe.Pruning, keepBest: false, done => stage.PruneUpTo(1 + (int)(done * recipe.Schedule.Rounds)));
            stage.PruneUpTo(recipe.Schedule.Rounds);
            run.Train(session, recipe.Retraining, keepBest: true);
            return LayerReports.OfPruned(run.Network.Graph, GraphNames.None, number => session.GetParameter(number).ToArray());
        });
    }

    private void ReduceDropout()
    {
        double Density(int weight) => (double)_finalCounts[weight] / _session.GetParameter(weight).Length;
        foreach ((int value, float rate) in DropoutScaling.Rates(_session.Network, Density))
        {
            _session.SetDropout(value, rate);
        }
    }

    /// <summary>Prunes to the counts of a round, unless that has been done.</summary>
    private void PruneUpTo(int round)
    {
        round = Math.Min(round, _schedule.Rounds);
        if (round <= _round)
        {
            return;
        }

        _round = round;
        foreach ((int weight, int finalCount) in _finalCounts)
        {
            ReadOnlySpan<float> values = _session.GetParameter(weight);
            _session.SetMask(weight, MagnitudePruning.Keep(values, _schedule.CountAfter(round, values.Length, finalCount)));
        }
    }
}
