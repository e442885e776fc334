using DeepCompression.Aot.Trainer.Experiments;

namespace DeepCompression.Aot.CommandLine.Experiments;

/// <summary>What <c>deepc experiment</c> reports; the property names are the JSON names, in camelCase.</summary>
internal sealed record ExperimentReport
{
    /// <summary>The page over all results.</summary>
    public required string Page { get; init; }

    /// <summary>How much work was done: quick or full.</summary>
    public required string Mode { get; init; }

    public required int Seed { get; init; }

    /// <summary>The time of the whole command.</summary>
    public required double Seconds { get; init; }

    public required IReadOnlyList<ExperimentEntry> Experiments { get; init; }

    public static ExperimentReport Create(string folder, ExperimentJob job, IReadOnlyList<ExperimentOutcome> outcomes, TimeSpan time) => new()
    {
        Page = job.Folder.Page,
        Mode = job.Budget.Name,
        Seed = job.Seed,
        Seconds = time.TotalSeconds,
        Experiments =
        [
            .. outcomes.Select(outcome => new ExperimentEntry(
                outcome.Stamp.Name,
                outcome.Stamp.Title,
                outcome.Stamp.Data,
                outcome.Stamp.Seconds,
                outcome.Resumed,
                [.. outcome.Stamp.Tables.Concat(outcome.Stamp.Charts).Select(file => Path.Combine(folder, file.File))])),
        ],
    };
}

/// <summary>One experiment of a report.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Title">Its title.</param>
/// <param name="Data">What it was measured on.</param>
/// <param name="Seconds">The time it took when it was run.</param>
/// <param name="Resumed">Whether an earlier run had finished it.</param>
/// <param name="Files">Its CSV and SVG files.</param>
internal sealed record ExperimentEntry(string Name, string Title, string Data, double Seconds, bool Resumed, IReadOnlyList<string> Files);

/// <summary>One experiment of a list.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Title">Its title.</param>
/// <param name="Question">What it shows.</param>
internal sealed record ExperimentDescription(string Name, string Title, string Question);
