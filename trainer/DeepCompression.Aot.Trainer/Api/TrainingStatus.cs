using DeepCompression.Aot.Trainer.Pipeline;

namespace DeepCompression.Aot.Trainer;

/// <summary>Where training is.</summary>
/// <param name="Stage">The stage.</param>
/// <param name="Epoch">Epochs of the stage that are over; 0 when it begins.</param>
/// <param name="Epochs">Epochs of the stage in all.</param>
/// <param name="Loss">The mean loss of the epoch that is just over; else null.</param>
/// <param name="ValidationErrorPercent">The error on the validation images after it, in percent; else null.</param>
/// <param name="Notice">Something the user should know, as a sentence; else null.</param>
public sealed record TrainingStatus(PipelineStage Stage, int Epoch, int Epochs, double? Loss, double? ValidationErrorPercent, string? Notice)
{
    /// <summary>What an event of the pipeline says; null where the epochs before have said it.</summary>
    internal static TrainingStatus? Of(PipelineEvent change) => change switch
    {
        StageStarted started => new(started.Stage, 0, started.Epochs, null, null, null),
        EpochFinished epoch => new(epoch.Stage, epoch.Epoch, epoch.Epochs, epoch.Loss, epoch.ValidationErrorPercent, null),
        PipelineNotice notice => new(notice.Stage, 0, 0, null, null, notice.Message),
        _ => null,
    };
}
