namespace DeepCompression.Aot.Trainer.Engine;

/// <summary>What a step learns from.</summary>
internal readonly ref struct TrainingBatch
{
    /// <param name="inputs">The samples, one after another, normalised.</param>
    /// <param name="labels">The class of each sample.</param>
    /// <param name="teacherLogits">What a teacher answers to each sample (samples, classes); empty without distillation.</param>
    public TrainingBatch(ReadOnlySpan<float> inputs, ReadOnlySpan<int> labels, ReadOnlySpan<float> teacherLogits = default)
    {
        Inputs = inputs;
        Labels = labels;
        TeacherLogits = teacherLogits;
    }

    public ReadOnlySpan<float> Inputs { get; }

    public ReadOnlySpan<int> Labels { get; }

    public ReadOnlySpan<float> TeacherLogits { get; }

    /// <summary>Refuses a batch that a network cannot learn from.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="network">The network's name.</param>
    /// <param name="inputLength">The numbers of a sample.</param>
    /// <param name="classes">The logits of a sample.</param>
    /// <exception cref="ArgumentException">It is empty, a length does not fit, or a label names no class; the message says which.</exception>
    public static void RequireFit(TrainingBatch batch, string network, int inputLength, int classes)
    {
        int samples = batch.Labels.Length;
        ArgumentOutOfRangeException.ThrowIfZero(samples, nameof(batch));
        RequireLength(batch.Inputs.Length, samples, inputLength, nameof(batch));
        if (batch.TeacherLogits.Length > 0)
        {
            RequireLength(batch.TeacherLogits.Length, samples, classes, nameof(batch));
        }

        int stray = batch.Labels.IndexOfAnyExceptInRange(0, classes - 1);
        if (stray >= 0)
        {
            throw new ArgumentException($"Label {stray} is {batch.Labels[stray]}, but network '{network}' has {classes} classes.", nameof(batch));
        }
    }

    /// <summary>Refuses a number of values that is not that of so many samples.</summary>
    public static void RequireLength(int length, int samples, int elements, string argument)
    {
        if (length != (long)samples * elements)
        {
            throw new ArgumentException($"{samples} samples of {elements} numbers are not {length} numbers.", argument);
        }
    }
}
