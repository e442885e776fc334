using DeepCompression.Aot.Trainer.Engine.Managed.Kernels;

namespace DeepCompression.Aot.Trainer.Engine.Managed.Layers;

/// <summary>The loss of <see cref="LossSettings"/>, averaged over the batch, and its gradient.</summary>
internal static unsafe class ClassificationLoss
{
    private const float Negligible = 1e-20f;

    /// <summary>Computes the losses of one block and the gradient of the batch's mean loss with respect to the logits.</summary>
    /// <param name="settings">What is minimised.</param>
    /// <param name="logits">The logits; their gradient is written.</param>
    /// <param name="block">The block.</param>
    /// <param name="labels">The classes of the block's samples; the other lanes' gradient is zero.</param>
    /// <param name="teacher">The teacher's logits of the block's samples, (samples, classes), or null.</param>
    /// <param name="batch">Samples in the batch.</param>
    /// <returns>The sum of the block's losses.</returns>
    public static double Compute(
        LossSettings settings, Activation logits, int block, ReadOnlySpan<int> labels, float* teacher, int batch)
    {
        float* values = logits.Values(block);
        float* gradients = logits.Gradients(block);
        new Span<float>(gradients, logits.BlockLength).Clear();
        float teacherWeight = teacher == null ? 0 : settings.TeacherWeight;
        double loss = 0;
        for (int lane = 0; lane < labels.Length; lane++)
        {
            var column = new Column(values + lane, gradients + lane, logits.Elements);
            loss += (1 - teacherWeight) * AddLabels(column, labels[lane], settings.LabelSmoothing);
            if (teacherWeight > 0)
            {
                column.Scale(1 - teacherWeight);
                loss += teacherWeight * AddTeacher(column, teacher + (lane * column.Classes), teacherWeight, settings.Temperature);
            }

            column.Scale(1f / batch);
        }

        return loss;
    }

    /// <summary>−Σ t · log p with t the smoothed label; its gradient is p − t.</summary>
    private static double AddLabels(Column column, int label, float smoothing)
    {
        double logSum = Softmax.Compute(column.Values, column.Classes, column.Gradients);
        column.Gradient(label) -= 1 - smoothing;
        double loss = logSum - ((1 - smoothing) * column.Value(label));
        if (smoothing > 0)
        {
            float share = smoothing / column.Classes;
            for (int i = 0; i < column.Classes; i++)
            {
                column.Gradient(i) -= share;
                loss -= share * column.Value(i);
            }
        }

        return loss;
    }

    /// <summary>T² · Σ q · (log q − log p) with q the teacher's probabilities at temperature T; its gradient is T · (p − q).</summary>
    private static double AddTeacher(Column column, float* teacher, float weight, float temperature)
    {
        double logSum = LogSum(column.Values, Lanes.Count, column.Classes, temperature);
        double teacherLogSum = LogSum(teacher, 1, column.Classes, temperature);
        double divergence = 0;
        for (int i = 0; i < column.Classes; i++)
        {
            double logNetwork = (column.Value(i) / temperature) - logSum;
            double logTeacher = (teacher[i] / temperature) - teacherLogSum;
            double probability = Math.Exp(logTeacher);
            divergence += probability * (logTeacher - logNetwork);
            column.Gradient(i) += weight * temperature * (float)(Math.Exp(logNetwork) - probability);
        }

        return temperature * temperature * divergence;
    }

    /// <summary>log Σ exp(x ÷ T).</summary>
    private static double LogSum(float* logits, int step, int classes, float temperature)
    {
        float largest = float.NegativeInfinity;
        for (int i = 0; i < classes; i++)
        {
            largest = MathF.Max(largest, logits[i * step]);
        }

        double sum = 0;
        for (int i = 0; i < classes; i++)
        {
            sum += Math.Exp((logits[i * step] - largest) / temperature);
        }

        return (largest / temperature) + Math.Log(sum);
    }

    /// <summary>The logits of one sample and their gradient: a column of lanes.</summary>
    private readonly struct Column(float* values, float* gradients, int classes)
    {
        public float* Values { get; } = values;

        public float* Gradients { get; } = gradients;

        public int Classes { get; } = classes;

        public float Value(int i) => Values[i * Lanes.Count];

        public ref float Gradient(int i) => ref Gradients[i * Lanes.Count];

        public void Scale(float factor)
        {
            for (int i = 0; i < Classes; i++)
            {
                // The layers multiply the gradients of classes that are out of the question: not with subnormal numbers.
                ref float gradient = ref Gradient(i);
                gradient = MathF.Abs(gradient) < Negligible ? 0 : gradient * factor;
            }
        }
    }
}
