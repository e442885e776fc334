namespace DeepCompression.Aot.Trainer.Training;

/// <summary>How to train.</summary>
/// <param name="Epochs">How often every image is seen.</param>
/// <param name="LearningRate">The step size.</param>
/// <param name="BatchSize">The images of a step; the last step of an epoch takes what is left.</param>
/// <param name="Seed">Seeds the order of the images.</param>
/// <param name="RestoreBest">Whether to end with the parameters of the epoch of the lowest validation error, the first if several.</param>
internal sealed record TrainingSettings(
    int Epochs, ILearningRate LearningRate, int BatchSize = 128, int Seed = 1, bool RestoreBest = false);
