namespace DeepCompression.Aot.Trainer.Pipeline;

/// <summary>A run of epochs over which the learning rate falls by a cosine.</summary>
/// <param name="Epochs">The epochs, possibly none.</param>
/// <param name="LearningRate">The learning rate at the start.</param>
/// <param name="FinalLearningRate">The learning rate at the end.</param>
internal sealed record TrainingPhase(int Epochs, float LearningRate, float FinalLearningRate);
