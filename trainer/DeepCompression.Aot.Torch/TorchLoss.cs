using DeepCompression.Aot.Trainer.Engine;

namespace DeepCompression.Aot.Torch;

/// <summary>The loss of <see cref="LossSettings"/>, averaged over the batch.</summary>
internal static class TorchLoss
{
    /// <summary>Computes the loss, a scalar.</summary>
    /// <param name="settings">What is minimised.</param>
    /// <param name="logits">(samples, classes).</param>
    /// <param name="labels">(samples): the classes' numbers.</param>
    /// <param name="teacher">The teacher's logits, (samples, classes), or null.</param>
    public static Tensor Compute(LossSettings settings, Tensor logits, Tensor labels, Tensor? teacher)
    {
        Tensor loss = OfLabels(logits, labels, settings.LabelSmoothing);
        return teacher is null || settings.TeacherWeight == 0
            ? loss
            : (loss * (1 - settings.TeacherWeight)) + (OfTeacher(logits, teacher, settings.Temperature) * settings.TeacherWeight);
    }

    /// <summary>−Σ t · log p with t the smoothed label.</summary>
    private static Tensor OfLabels(Tensor logits, Tensor labels, float smoothing)
    {
        Tensor logarithms = logits.log_softmax(1);
        Tensor loss = -logarithms.gather(1, labels.unsqueeze(1)).mean();
        return smoothing == 0 ? loss : (loss * (1 - smoothing)) - (logarithms.mean() * smoothing);
    }

    /// <summary>T² · Σ q · (log q − log p) with q the teacher's probabilities at temperature T.</summary>
    private static Tensor OfTeacher(Tensor logits, Tensor teacher, float temperature)
    {
        Tensor network = (logits / temperature).log_softmax(1);
        Tensor wanted = (teacher / temperature).log_softmax(1);
        return (wanted.exp() * (wanted - network)).sum() * (temperature * temperature / logits.shape[0]);
    }
}
