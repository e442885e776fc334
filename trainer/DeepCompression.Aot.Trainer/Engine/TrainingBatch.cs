namespace DeepCompression.Aot.Trainer.Engine;

/// <summary>What a step learns from.</summary>
internal readonly ref struct TrainingBatch
{
    /// <param name="inputs">The samples, one after another, normalised.</param>
    /// <param name="labels">The class of each sample.</param>
    /// <param name="teacherLogits">What a teacher answers to each sample (samples, classes); empty without distillation.</param>
    public TrainingBatch(ReadOnlySpan<float> inputs, ReadOnlySpan<byte> labels, ReadOnlySpan<float> teacherLogits = default)
    {
        Inputs = inputs;
        Labels = labels;
        TeacherLogits = teacherLogits;
    }

    public ReadOnlySpan<float> Inputs { get; }

    public ReadOnlySpan<byte> Labels { get; }

    public ReadOnlySpan<float> TeacherLogits { get; }
}
