namespace DeepCompression.Aot.Trainer.Pipeline;

/// <summary>Something worth showing while a network is compressed; events come in order, on the thread that runs the pipeline.</summary>
/// <param name="Stage">The stage it belongs to.</param>
internal abstract record PipelineEvent(PipelineStage Stage);

/// <summary>A stage begins.</summary>
/// <param name="Stage">The stage.</param>
/// <param name="Epochs">The epochs it will take.</param>
internal sealed record StageStarted(PipelineStage Stage, int Epochs) : PipelineEvent(Stage);

/// <summary>An epoch is over.</summary>
/// <param name="Stage">The stage.</param>
/// <param name="Epoch">The epoch, from 1.</param>
/// <param name="Epochs">The epochs of the stage.</param>
/// <param name="Loss">The mean loss over the epoch.</param>
/// <param name="ValidationErrorPercent">The error on the validation images after it.</param>
/// <param name="ImagesPerSecond">The speed of training.</param>
/// <param name="WaitingPercent">The share of training's time in which it waited for images to be decoded; null where they are in memory.</param>
internal sealed record EpochFinished(
    PipelineStage Stage, int Epoch, int Epochs, double Loss, double ValidationErrorPercent, double ImagesPerSecond, double? WaitingPercent = null)
    : PipelineEvent(Stage);

/// <summary>An epoch that takes long is going on.</summary>
/// <param name="Stage">The stage.</param>
/// <param name="Epochs">The epochs of the stage that are over, in fractions.</param>
/// <param name="AllEpochs">The epochs of the stage.</param>
/// <param name="Loss">The mean loss over the epoch so far.</param>
/// <param name="ImagesPerSecond">The speed of training in this epoch.</param>
/// <param name="WaitingPercent">As after the epoch.</param>
internal sealed record EpochProgress(
    PipelineStage Stage, double Epochs, int AllEpochs, double Loss, double ImagesPerSecond, double? WaitingPercent) : PipelineEvent(Stage);

/// <summary>A stage is over.</summary>
/// <param name="Report">What it did.</param>
internal sealed record StageFinished(StageReport Report) : PipelineEvent(Report.Stage);

/// <summary>Something the user should know that does not stop the pipeline.</summary>
/// <param name="Stage">The stage.</param>
/// <param name="Message">What, as a sentence.</param>
internal sealed record PipelineNotice(PipelineStage Stage, string Message) : PipelineEvent(Stage);
