namespace DeepCompression.Aot.Trainer.Engine;

/// <summary>
/// What training minimises: softmax cross-entropy with the labels, mixed with the distance to a teacher's answers
/// (Hinton, Vinyals and Dean 2015): (1 − w) · CE(labels) + w · T² · KL(teacher at T ‖ network at T).
/// </summary>
/// <param name="LabelSmoothing">The share of a label's weight that is spread evenly over all classes, in [0, 1).</param>
/// <param name="TeacherWeight">w, in [0, 1]; a batch without teacher's logits counts as 0.</param>
/// <param name="Temperature">T, above 0: what logits are divided by before both softmaxes, so that small probabilities tell too.</param>
internal sealed record LossSettings(float LabelSmoothing = 0, float TeacherWeight = 0, float Temperature = 1)
{
    /// <summary>The cross-entropy with the labels alone.</summary>
    public static LossSettings Plain { get; } = new();

    public float LabelSmoothing { get; } = LabelSmoothing is >= 0 and < 1
        ? LabelSmoothing
        : throw new ArgumentOutOfRangeException(nameof(LabelSmoothing), LabelSmoothing, "Label smoothing lies in [0, 1).");

    public float TeacherWeight { get; } = TeacherWeight is >= 0 and <= 1
        ? TeacherWeight
        : throw new ArgumentOutOfRangeException(nameof(TeacherWeight), TeacherWeight, "A teacher's weight lies in [0, 1].");

    public float Temperature { get; } = Temperature > 0 && float.IsFinite(Temperature)
        ? Temperature
        : throw new ArgumentOutOfRangeException(nameof(Temperature), Temperature, "A temperature is above 0.");
}
