using DeepCompression.Aot.Format;
using DeepCompression.Aot.Trainer.Engine;
using DeepCompression.Aot.Trainer.Networks;
using DeepCompression.Aot.Trainer.Pruning;
using DeepCompression.Aot.Trainer.Reports;

namespace DeepCompression.Aot.Trainer.Pipeline;

/// <summary>Removes weights round by round during masked training, then retrains the others (Deep Compression, section 2).</summary>
internal sealed class PruneStage
{
    /// <summary>The images on which pruned weights show their gradients: enough to tell a trend from noise.</summary>
    private const int GradientImages = 1024;

    private readonly PipelineRun _run;
    private readonly ITrainingSession _session;
    private readonly Pruner _pruner;

    /// <summary>The weights that remain in the end, and how many there are.</summary>
    private readonly (PruningBudget Final, int Total)[] _budgets;

    private int _round;

    private PruneStage(PipelineRun run, ITrainingSession session)
    {
        _run = run;
        _session = session;
        double valueBits = run.Recipe.Layers.Average(layer => layer.CodebookBits);
        _pruner = new Pruner(session, UnitGraph.Of(run.Network.Graph), run.Recipe.PruningMethod, valueBits);
        _budgets = [.. FinalBudgets().Select(budget => (budget, budget.Weights.Sum(weight => session.GetParameter(weight).Length)))];
    }

    public static void Run(PipelineRun run, ITrainingSession session)
    {
        CompressionRecipe recipe = run.Recipe;
        run.RunStage(PipelineStage.Prune, session, recipe.Pruning.Epochs + recipe.Retraining.Epochs, () =>
        {
            var stage = new PruneStage(run, session);
            stage.ReduceDropout();

            // The last round comes when this training ends, so that one-shot pruning needs none before it.
            run.Train(session, recipe.Pruning, keepBest: false, done => stage.PruneUpTo((int)(done * recipe.Schedule.Rounds)));
            stage.PruneUpTo(recipe.Schedule.Rounds);
            run.Train(session, recipe.Retraining, keepBest: true);
            return LayerReports.OfPruned(run.Network.Graph, GraphNames.None, number => session.GetParameter(number).ToArray());
        });
    }

    private IEnumerable<PruningBudget> FinalBudgets() => _run.Recipe.PruningMethod.TotalWeights is int total
        ? [new PruningBudget([.. _run.Network.Weights], total)]
        : _run.Weights.Select(weight => new PruningBudget([weight.Number], weight.Recipe.Pruning!.CountKept(_session.GetParameter(weight.Number))));

    private void ReduceDropout()
    {
        double Density(int weight)
        {
            (PruningBudget final, int total) = _budgets.First(budget => budget.Final.Weights.Contains(weight));
            return (double)final.Count / total;
        }

        foreach ((int value, float rate) in DropoutScaling.Rates(_session.Network, Density))
        {
            _session.SetDropout(value, _run.Recipe.Aids.DropoutWhenSparse ? rate : 0);
        }
    }

    /// <summary>Prunes to the counts of a round, unless that has been done.</summary>
    private void PruneUpTo(int round)
    {
        PruningSchedule schedule = _run.Recipe.Schedule;
        round = Math.Min(round, schedule.Rounds);
        if (round <= _round)
        {
            return;
        }

        _round = round;
        double regrowth = schedule.RegrowthAfter(round, _run.Recipe.PruningMethod.Regrowth);
        if (regrowth > 0)
        {
            _run.ComputeGradients(_session, GradientImages, round);
        }

        _pruner.Run([.. _budgets.Select(budget => budget.Final with { Count = schedule.CountAfter(round, budget.Total, budget.Final.Count) })], regrowth);
    }
}
