using DeepCompression.Aot.Trainer.Pipeline;

namespace DeepCompression.Aot.CommandLine.Reporting;

/// <summary>What retraining a network of others came to; the property names are the JSON names, in camelCase.</summary>
/// <param name="Data">What it was retrained on.</param>
/// <param name="Seed">What decided all that is random.</param>
/// <param name="ErrorPercent">The test error of the network as decoded from the file.</param>
/// <param name="ValidationErrorPercent">The validation error of the network as decoded from the file.</param>
/// <param name="DenseErrorPercent">The test error before compression.</param>
/// <param name="DenseValidationErrorPercent">The validation error before compression.</param>
/// <param name="Seconds">The time of the whole run.</param>
/// <param name="Stages">The steps of the run.</param>
/// <param name="Trials">All trials of a search, in order; null where nothing was searched for.</param>
internal sealed record RetrainingReport(
    string Data,
    int Seed,
    double ErrorPercent,
    double ValidationErrorPercent,
    double DenseErrorPercent,
    double DenseValidationErrorPercent,
    double Seconds,
    IReadOnlyList<StageReport> Stages,
    IReadOnlyList<TrialReport>? Trials)
{
    /// <summary>The part of a report on training that is not about the artifact.</summary>
    public static RetrainingReport Of(TrainingReport report) => new(
        report.Data, report.Seed, report.ErrorPercent, report.ValidationErrorPercent, report.DenseErrorPercent,
        report.DenseValidationErrorPercent, report.Seconds, report.Stages, report.Trials);
}
