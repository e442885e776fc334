using DeepCompression.Aot.Trainer.Engine.Managed.Kernels;

namespace DeepCompression.Aot.Trainer.Engine.Managed.Layers;

/// <summary>The loss: −log of the probability that the softmax of the logits gives to the right class, averaged over the batch.</summary>
internal static unsafe class SoftmaxCrossEntropy
{
    private const float Negligible = 1e-20f;

    /// <summary>Computes the losses of one block and the gradient of the batch's mean loss with respect to the logits.</summary>
    /// <param name="logits">The logits; their gradient is written.</param>
    /// <param name="block">The block.</param>
    /// <param name="labels">The classes of the block's samples; the other lanes' gradient is zero.</param>
    /// <param name="batch">Samples in the batch.</param>
    /// <returns>The sum of the block's losses.</returns>
    public static double Compute(Activation logits, int block, ReadOnlySpan<byte> labels, int batch)
    {
        float* values = logits.Values(block);
        float* gradients = logits.Gradients(block);
        new Span<float>(gradients, logits.BlockLength).Clear();
        double loss = 0;
        float share = 1f / batch;
        for (int lane = 0; lane < labels.Length; lane++)
        {
            float* gradient = gradients + lane;
            int right = labels[lane] * Lanes.Count;
            loss += Softmax.Compute(values + lane, logits.Elements, gradient) - values[right + lane];
            gradient[right] -= 1;
            for (int i = 0; i < logits.BlockLength; i += Lanes.Count)
            {
                // The layers multiply the gradients of classes that are out of the question: not with subnormal numbers.
                gradient[i] = MathF.Abs(gradient[i]) < Negligible ? 0 : gradient[i] * share;
            }
        }

        return loss;
    }
}
