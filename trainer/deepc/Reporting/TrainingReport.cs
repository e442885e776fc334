using DeepCompression.Aot.Trainer.Pipeline;
using DeepCompression.Aot.Trainer.Reports;

namespace DeepCompression.Aot.CommandLine.Reporting;

/// <summary>What <c>deepc train</c> reports; the property names are the JSON names, in camelCase.</summary>
internal sealed record TrainingReport
{
    /// <summary>The artifact.</summary>
    public required string File { get; init; }

    public required string Network { get; init; }

    public required string Data { get; init; }

    public required int Seed { get; init; }

    public required long FileBytes { get; init; }

    /// <summary>All parameters as dense single precision.</summary>
    public required long DenseBytes { get; init; }

    /// <summary>Dense bytes over file bytes.</summary>
    public required double Ratio { get; init; }

    /// <summary>The test error of the network as decoded from the file.</summary>
    public required double ErrorPercent { get; init; }

    /// <summary>The validation error of the network as decoded from the file.</summary>
    public required double ValidationErrorPercent { get; init; }

    /// <summary>The test error before compression.</summary>
    public required double DenseErrorPercent { get; init; }

    /// <summary>The validation error before compression.</summary>
    public required double DenseValidationErrorPercent { get; init; }

    /// <summary>The time of the whole run.</summary>
    public required double Seconds { get; init; }

    public required IReadOnlyList<LayerReport> Layers { get; init; }

    public required IReadOnlyList<StageReport> Stages { get; init; }

    /// <summary>All trials of a search, in order; null where nothing was searched for.</summary>
    public IReadOnlyList<TrialReport>? Trials { get; init; }

    /// <summary>One line for a person.</summary>
    public string Summary() =>
        $"{File}: {FileBytes:N0} bytes, {Ratio:F1} times smaller than {DenseBytes:N0} bytes dense; " +
        $"test error {ErrorPercent:F2} % decoded, {DenseErrorPercent:F2} % dense";
}
