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
        $"validation error {epoch.ValidationErrorPercent:F2} %, {Speed(epoch.ImagesPerSecond, epoch.WaitingPercent)}";

    public static string Of(EpochProgress epoch) =>
        $"{Of(epoch.Stage)} {epoch.Epochs:F2}/{epoch.AllEpochs}: loss {epoch.Loss:F4}, {Speed(epoch.ImagesPerSecond, epoch.WaitingPercent)}";

    /// <summary>The same for beside a bar, where 80 columns are shared.</summary>
    public static string Short(EpochFinished epoch) =>
        $"{Of(epoch.Stage)} {epoch.Epoch}/{epoch.Epochs}: loss {epoch.Loss:F4}, error {epoch.ValidationErrorPercent:F2} %";

    private static string Speed(double imagesPerSecond, double? waitingPercent) =>
        $"{(imagesPerSecond < 100 ? $"{imagesPerSecond:F1}" : $"{imagesPerSecond:N0}")} images/s{(waitingPercent is double waiting ? $", {waiting:F0} % of the time waiting for images" : "")}";
}
