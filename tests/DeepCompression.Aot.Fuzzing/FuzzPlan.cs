namespace DeepCompression.Aot.Fuzzing;

/// <summary>What a run takes on.</summary>
internal sealed record FuzzPlan
{
    /// <summary>What inputs follow from.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>The number of the first input.</summary>
    public long First { get; init; }

    /// <summary>How many inputs, those of the runs before counted; the run may end before, by time.</summary>
    public long Inputs { get; init; } = long.MaxValue;

    /// <summary>When to end, if not by inputs.</summary>
    public TimeSpan? Time { get; init; }

    /// <summary>The only target that is tried; null for all.</summary>
    public string? Target { get; init; }

    /// <summary>The file that keeps count, so that a later run goes on; null for none.</summary>
    public string? State { get; init; }

    /// <summary>The folder for inputs that break a rule.</summary>
    public required string Folder { get; init; }
}
