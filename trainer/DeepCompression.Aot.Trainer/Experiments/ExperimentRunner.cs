using System.Diagnostics;
using System.Globalization;
using DeepCompression.Aot.Trainer.Data;

namespace DeepCompression.Aot.Trainer.Experiments;

/// <summary>What became of an experiment in a run.</summary>
/// <param name="Stamp">Its result.</param>
/// <param name="Resumed">Whether an earlier run had finished it with the same settings.</param>
internal sealed record ExperimentOutcome(ExperimentStamp Stamp, bool Resumed);

/// <summary>Runs experiments one after another into a folder; what is finished there already, with the same settings, is kept.</summary>
internal static class ExperimentRunner
{
    /// <param name="experiments">What to run.</param>
    /// <param name="laboratory">What they work with.</param>
    /// <param name="folder">Where results go; the page there is written anew after each experiment.</param>
    /// <exception cref="OperationCanceledException">The run was cancelled; finished experiments are kept.</exception>
    public static IReadOnlyList<ExperimentOutcome> Run(IReadOnlyList<Experiment> experiments, Laboratory laboratory, ExperimentFolder folder)
    {
        var outcomes = new List<ExperimentOutcome>();
        foreach (Experiment experiment in experiments)
        {
            laboratory.Cancellation.ThrowIfCancellationRequested();
            string place = $"[{outcomes.Count + 1}/{experiments.Count}] {experiment.Name}";
            if (experiment.Obstacle(laboratory) is { } obstacle)
            {
                laboratory.Notify($"{place}: skipped, {obstacle}");
                continue;
            }

            string key = ExperimentKey.Of(experiment, laboratory);
            if (folder.Find(experiment) is { } stamp && stamp.Key == key)
            {
                laboratory.Notify($"{place}: finished before, kept");
                outcomes.Add(new ExperimentOutcome(stamp, Resumed: true));
                continue;
            }

            laboratory.Notify($"{place}: {experiment.Title}");
            ExperimentStamp finished = RunOne(experiment, laboratory, folder, key);
            folder.SavePage(ExperimentCatalogue.All);
            laboratory.Notify(string.Create(CultureInfo.InvariantCulture, $"{place}: done after {finished.Seconds:F1} s"));
            outcomes.Add(new ExperimentOutcome(finished, Resumed: false));
        }

        folder.SavePage(ExperimentCatalogue.All);
        return outcomes;
    }

    private static ExperimentStamp RunOne(Experiment experiment, Laboratory laboratory, ExperimentFolder folder, string key)
    {
        long start = Stopwatch.GetTimestamp();
        ExperimentOutput output = experiment.Run(laboratory);
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        return folder.Save(experiment, output, (charts, tables) => new ExperimentStamp
        {
            Name = experiment.Name,
            Title = experiment.Title,
            Question = experiment.Question,
            Key = key,
            Mode = laboratory.Budget.Name,
            Seed = laboratory.Seed,
            Data = experiment.UsesSecondData ? $"{Describe(laboratory.Data)}; {Describe(laboratory.SecondData)}" : Describe(laboratory.Data),
            Seconds = seconds,
            Notes = output.Notes,
            Charts = charts,
            Tables = tables,
        });
    }

    private static string Describe(DatasetSplits data) => string.Create(
        CultureInfo.InvariantCulture,
        $"{data.Train.Name}: {data.Train.Count:N0} training, {data.Validation.Count:N0} validation, {data.Test.Count:N0} test images");
}
