using DeepCompression.Aot.CommandLine.Quickstart;
using DeepCompression.Aot.Trainer.Reports;

namespace DeepCompression.Aot.CommandLine.Reporting;

/// <summary>What <c>deepc quickstart</c> reports; the property names are the JSON names, in camelCase.</summary>
internal sealed record QuickstartReport
{
    /// <summary>The artifact.</summary>
    public required string File { get; init; }

    public required long FileBytes { get; init; }

    /// <summary>All parameters as dense single precision.</summary>
    public required long DenseBytes { get; init; }

    /// <summary>Dense bytes over file bytes.</summary>
    public required double Ratio { get; init; }

    /// <summary>The test error as the sample program measured it.</summary>
    public required double ErrorPercent { get; init; }

    /// <summary>The test error before compression.</summary>
    public required double DenseErrorPercent { get; init; }

    /// <summary>The sample program.</summary>
    public required string Program { get; init; }

    /// <summary>The sample program's length.</summary>
    public required long ProgramBytes { get; init; }

    /// <summary>Whether the program is a NativeAOT executable, which needs no other file.</summary>
    public required bool NativeAot { get; init; }

    /// <summary>What could not be done here and what to install, or nothing.</summary>
    public string? Skipped { get; init; }

    /// <summary>The time per image, 20th percentile.</summary>
    public required double LatencyMicroseconds { get; init; }

    /// <summary>The time of the whole command.</summary>
    public required double Seconds { get; init; }

    public required IReadOnlyList<LayerReport> Layers { get; init; }

    public static QuickstartReport Create(TrainingReport training, DigitsSample sample, SampleRun run, TimeSpan time) => new()
    {
        File = training.File,
        FileBytes = training.FileBytes,
        DenseBytes = training.DenseBytes,
        Ratio = training.Ratio,
        ErrorPercent = run.ErrorPercent,
        DenseErrorPercent = training.DenseErrorPercent,
        Program = sample.Program,
        ProgramBytes = sample.Bytes,
        NativeAot = sample.IsNative,
        Skipped = sample.IsNative ? null : $"there is no C linker, so there is no NativeAOT executable; to get one: {CLinker.InstallHint}",
        LatencyMicroseconds = run.LatencyMicroseconds,
        Seconds = time.TotalSeconds,
        Layers = training.Layers,
    };
}
