using System.Diagnostics;
using DeepCompression.Aot.CommandLine.Hosting;
using DeepCompression.Aot.CommandLine.Reporting;
using DeepCompression.Aot.Trainer.Data;
using DeepCompression.Aot.Trainer.Pipeline;
using DeepCompression.Aot.Trainer.Search;

namespace DeepCompression.Aot.CommandLine.Training;

/// <summary>A search for the best artifact under a constraint.</summary>
/// <param name="Job">What each trial does, and the artifact to write.</param>
/// <param name="Plan">What to look for.</param>
internal sealed record SearchJob(TrainingJob Job, SearchPlan Plan)
{
    /// <summary>A recipe without a common number of weights starts the search at one in this many.</summary>
    private const int StartingFraction = 20;

    /// <summary>The record of trials, beside the artifact.</summary>
    private string RecordFile => Path.ChangeExtension(Job.Output, ".search.json");

    /// <summary>Searches, and writes the best artifact whenever there is a better one.</summary>
    /// <exception cref="CommandException">No trial met the target.</exception>
    public async Task<TrainingReport> RunAsync(DatasetSplits data, TrainingScreen screen, CancellationToken cancellation)
    {
        long start = Stopwatch.GetTimestamp();
        Job.Begin(data, screen);
        SearchResult result = await ProgressRunner.RunAsync(
            screen.CreateProgressView(), report => Search(data, report, cancellation)).ConfigureAwait(false);
        if (result.Best is not CompressionResult best)
        {
            TrialReport closest = Describe(Plan.Target.Closest(result.Trials)!);
            throw new CommandException(
                $"{Plan.Target}: none of {result.Trials.Count} trials met it; the closest has {closest}. Allow more --trials, or ask for less.");
        }

        return Job.Report(data, best, Stopwatch.GetElapsedTime(start)) with { Trials = [.. result.Trials.Select(Describe)] };
    }

    private SearchResult Search(DatasetSplits data, Action<PipelineEvent> report, CancellationToken cancellation)
    {
        int weights = Job.Network.WeightCount;
        int first = Job.Recipe.PruningMethod.TotalWeights ?? weights / StartingFraction;
        CompressionRecipe recipe = Job.Recipe.WithTotalWeights(first);
        var record = SearchRecord.Open(RecordFile, SearchKey.Of(Job.Network, data, recipe, Job.Engine), out string? notice);
        if (notice is not null)
        {
            report(new PipelineNotice(PipelineStage.Train, notice));
        }

        var prepared = PreparedCompression.Create(Job.Network, data, recipe, Job.Engine, Job.CreateCheckpoint(), report, Job.SaveDense, cancellation);
        var search = new ConstrainedCompression(Plan.Target, recipe, prepared, record)
        {
            Output = Job.Output,
            MaxTrials = Plan.MaxTrials,
            Report = (number, trial) => report(new PipelineNotice(
                PipelineStage.Encode,
                $"trial {number} of at most {Plan.MaxTrials}: {Describe(trial)}; {Plan.Target} is {(Plan.Target.IsMet(trial) ? "met" : "not met")}")),
        };
        return search.Run(SearchRange.Of(first, weights));
    }

    private TrialReport Describe(SearchTrial trial) => new(
        trial.Weights, trial.FileBytes, (double)Job.Network.DenseBytes / trial.FileBytes, trial.ValidationErrorPercent, Plan.Target.IsMet(trial));
}
