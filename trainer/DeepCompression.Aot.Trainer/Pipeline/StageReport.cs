using DeepCompression.Aot.Trainer.Reports;

namespace DeepCompression.Aot.Trainer.Pipeline;

/// <summary>What a stage of the pipeline did.</summary>
/// <param name="Stage">The stage.</param>
/// <param name="ValidationErrorPercent">The error on the validation images after it.</param>
/// <param name="Seconds">The time it took.</param>
/// <param name="Layers">The per-layer table after it; empty after training, when nothing is compressed yet.</param>
internal sealed record StageReport(
    PipelineStage Stage, double ValidationErrorPercent, double Seconds, IReadOnlyList<LayerReport> Layers);
