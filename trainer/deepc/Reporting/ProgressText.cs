using DeepCompression.Aot.Trainer.Pipeline;

namespace DeepCompression.Aot.CommandLine.Reporting;

/// <summary>How progress is worded, on a bar or on a line.</summary>
internal static class ProgressText
{
    public static string Of(PipelineStage stage) => stage switch
    {
        PipelineStage.Train => "train",
        PipelineStage.Teach => "teach",
        PipelineStage.Prune => "prune",
        PipelineStage.Quantise => "quantise",
        _ => "encode",
    };

    public static string Of(EpochFinished epoch) =>
        $"{Of(epoch.Stage)} {epoch.Epoch}/{epoch.Epochs}: loss {epoch.Loss:F4}, " +
        $"validation error {epoch.ValidationErrorPercent:F2} %, {epoch.ImagesPerSecond:N0} images/s";

    /// <summary>The same for beside a bar, where 80 columns are shared.</summary>
    public static string Short(EpochFinished epoch) =>
        $"{Of(epoch.Stage)} {epoch.Epoch}/{epoch.Epochs}: loss {epoch.Loss:F4}, error {epoch.ValidationErrorPercent:F2} %";
}
