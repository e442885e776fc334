namespace DeepCompression.Aot.Trainer.Training;

/// <summary>The step size over the course of a training.</summary>
internal interface ILearningRate
{
    /// <summary>The step size at a time.</summary>
    /// <param name="epoch">The epochs that have passed, in fractions, from 0 to below <paramref name="epochs"/>.</param>
    /// <param name="epochs">The epochs of the whole training.</param>
    float At(double epoch, int epochs);
}

/// <summary>Always the same.</summary>
internal sealed record ConstantLearningRate(float Rate) : ILearningRate
{
    public float At(double epoch, int epochs) => Rate;
}

/// <summary>Multiplied by <paramref name="Factor"/> whenever <paramref name="EveryEpochs"/> have passed.</summary>
internal sealed record StepLearningRate(float First, float Factor, int EveryEpochs) : ILearningRate
{
    public int EveryEpochs { get; } = EveryEpochs > 0
        ? EveryEpochs
        : throw new ArgumentOutOfRangeException(nameof(EveryEpochs), EveryEpochs, "At least one epoch passes between steps of the rate.");

    public float At(double epoch, int epochs) => (float)(First * Math.Pow(Factor, Math.Floor(epoch / EveryEpochs)));
}

/// <summary>Half a cosine from <paramref name="First"/> down to <paramref name="Last"/> (Loshchilov and Hutter, 2017, without restarts).</summary>
internal sealed record CosineLearningRate(float First, float Last = 0) : ILearningRate
{
    public float At(double epoch, int epochs) => (float)(Last + ((First - Last) * 0.5 * (1 + Math.Cos(Math.PI * epoch / epochs))));
}
