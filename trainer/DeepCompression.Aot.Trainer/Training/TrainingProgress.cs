namespace DeepCompression.Aot.Trainer.Training;

/// <summary>Where a training is.</summary>
/// <param name="Epoch">The epoch, from 1.</param>
/// <param name="Epochs">The epochs of the training.</param>
/// <param name="Step">The steps done in this epoch.</param>
/// <param name="Steps">The steps of an epoch.</param>
/// <param name="Loss">The mean loss of this epoch so far.</param>
/// <param name="ImagesPerSecond">Images trained per second in this epoch, validation not counted.</param>
/// <param name="WaitingPercent">The share of that time in which training waited for images to be decoded; null where they are in memory.</param>
/// <param name="ValidationErrorPercent">The validation error, when the epoch is over and there is a validation set.</param>
internal readonly record struct TrainingProgress(
    int Epoch, int Epochs, int Step, int Steps, double Loss, double ImagesPerSecond, double? WaitingPercent, double? ValidationErrorPercent);

/// <summary>What an epoch came to.</summary>
/// <param name="Loss">The mean loss over the epoch.</param>
/// <param name="ImagesPerSecond">Images trained per second, validation not counted.</param>
/// <param name="ValidationErrorPercent">The validation error after it, if there is a validation set.</param>
internal sealed record EpochResult(double Loss, double ImagesPerSecond, double? ValidationErrorPercent);

/// <summary>What a training came to.</summary>
/// <param name="Epochs">Its epochs in order.</param>
/// <param name="FinalEpoch">The epoch, from 1, whose parameters the session now has; 0 if there was none.</param>
internal sealed record TrainingResult(IReadOnlyList<EpochResult> Epochs, int FinalEpoch);
