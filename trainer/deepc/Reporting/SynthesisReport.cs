using DeepCompression.Aot.Trainer.Reports;

namespace DeepCompression.Aot.CommandLine.Reporting;

/// <summary>What <c>deepc synthesize</c> wrote; the property names are the JSON names, in camelCase.</summary>
/// <param name="File">The artifact.</param>
/// <param name="Data">What its weights are.</param>
/// <param name="FileBytes">Its length.</param>
/// <param name="DenseBytes">All parameters as dense single precision.</param>
/// <param name="Ratio">Dense bytes over file bytes.</param>
/// <param name="Layers">What each layer takes.</param>
internal sealed record SynthesisReport(
    string File, string Data, long FileBytes, long DenseBytes, double Ratio, IReadOnlyList<LayerReport> Layers);
