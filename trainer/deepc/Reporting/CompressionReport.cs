using DeepCompression.Aot.Trainer.DataFree;
using DeepCompression.Aot.Trainer.Reports;

namespace DeepCompression.Aot.CommandLine.Reporting;

/// <summary>What <c>deepc compress</c> did; the property names are the JSON names, in camelCase.</summary>
/// <param name="Model">The model that was imported.</param>
/// <param name="File">The artifact.</param>
/// <param name="FileBytes">Its length.</param>
/// <param name="DenseBytes">All parameters as dense single precision.</param>
/// <param name="Ratio">Dense bytes over file bytes.</param>
/// <param name="Weights">The weights of all layers.</param>
/// <param name="Kept">Those that are not zero.</param>
/// <param name="Outcomes">How each layer's weights are stored, and what they lost.</param>
/// <param name="Layers">What each layer takes.</param>
/// <param name="Notices">What was left out of the model.</param>
internal sealed record CompressionReport(
    string Model,
    string File,
    long FileBytes,
    long DenseBytes,
    double Ratio,
    long Weights,
    long Kept,
    IReadOnlyList<LayerOutcome> Outcomes,
    IReadOnlyList<LayerReport> Layers,
    IReadOnlyList<string> Notices)
{
    /// <summary>By how many percent the outputs on the calibration samples change, root mean square; null without samples.</summary>
    public double? ChangePercent { get; init; }

    /// <summary>What retraining came to; null without it.</summary>
    public RetrainingReport? Retraining { get; init; }

    /// <summary>The report on an artifact.</summary>
    public static CompressionReport Of(
        string model, string file, ArtifactReport sizes, IReadOnlyList<LayerOutcome> outcomes, IReadOnlyList<string> notices) =>
        new(model, file, sizes.FileBytes, sizes.DenseBytes, sizes.Ratio, sizes.Weights, sizes.Kept, outcomes, sizes.Layers, notices);

    /// <summary>One line that sums it up.</summary>
    public string Summary()
    {
        int exact = Outcomes.Count(outcome => outcome.Method is LayerMethod.Lossless or LayerMethod.Raw);
        return $"{File}: {FileBytes:N0} bytes, {Ratio:F1} times smaller than {DenseBytes:N0} bytes dense; {exact} of {Outcomes.Count} layers without loss"
            + (ChangePercent is double change ? $"; outputs changed by {change:F2} %" : "")
            + (Retraining is { } training ? $"; test error {training.ErrorPercent:F2} % decoded, {training.DenseErrorPercent:F2} % dense" : "");
    }
}
