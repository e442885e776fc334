namespace DeepCompression.Aot.Trainer.Training;

/// <summary>The loss or a parameter is no longer a finite number.</summary>
public sealed class TrainingDivergedException : TrainerException
{
    /// <param name="epoch">The epoch, from 1.</param>
    /// <param name="step">The step of the epoch, from 1.</param>
    /// <param name="learningRate">The step size at that time.</param>
    internal TrainingDivergedException(int epoch, int step, float learningRate)
        : base(FormattableString.Invariant(
            $"Training diverged at epoch {epoch}, step {step}, with a learning rate of {learningRate}; lower the learning rate."))
    {
    }
}
