namespace DeepCompression.Aot.Trainer.Experiments;

/// <summary>What is kept of a finished experiment beside its CSV and SVG files, as JSON: what the page says of it.</summary>
internal sealed record ExperimentStamp
{
    public required string Name { get; init; }

    public required string Title { get; init; }

    public required string Question { get; init; }

    /// <summary>Identifies everything that decides the result: see <see cref="ExperimentKey"/>.</summary>
    public required string Key { get; init; }

    /// <summary>The name of the budget.</summary>
    public required string Mode { get; init; }

    public required int Seed { get; init; }

    /// <summary>The data set or sets, with their numbers of images.</summary>
    public required string Data { get; init; }

    /// <summary>The time it took, without what it shared with experiments before.</summary>
    public required double Seconds { get; init; }

    public required IReadOnlyList<string> Notes { get; init; }

    public required IReadOnlyList<StampFile> Charts { get; init; }

    public required IReadOnlyList<StampFile> Tables { get; init; }
}

/// <summary>A file of an experiment.</summary>
/// <param name="File">Its name, in the folder of all results.</param>
/// <param name="Title">What it shows.</param>
/// <param name="OnPage">Whether the page shows it.</param>
internal sealed record StampFile(string File, string Title, bool OnPage = true);
