using DeepCompression.Aot.Trainer.Engine.Managed.Kernels;

namespace DeepCompression.Aot.Trainer.Engine.Managed.Layers;

/// <summary>exp(x) divided by its sum over a vector.</summary>
internal sealed unsafe class SoftmaxLayer(LayerInput input, Activation output) : Layer
{
    public override void Forward(in Pass pass, int block)
    {
        for (int lane = 0; lane < Lanes.Count; lane++)
        {
            Softmax.Compute(input.Activation.Values(block) + lane, output.Elements, output.Values(block) + lane);
        }
    }

    public override void Backward(in Pass pass, int block)
    {
        if (!input.NeedsGradient)
        {
            return;
        }

        for (int lane = 0; lane < Lanes.Count; lane++)
        {
            Backward(output.Values(block) + lane, output.Gradients(block) + lane, input.Activation.Gradients(block) + lane);
        }
    }

    /// <summary>Input gradient = y · (g − Σ y · g).</summary>
    private void Backward(float* values, float* gradients, float* target)
    {
        float mean = 0;
        for (int i = 0; i < output.BlockLength; i += Lanes.Count)
        {
            mean += values[i] * gradients[i];
        }

        for (int i = 0; i < output.BlockLength; i += Lanes.Count)
        {
            float gradient = values[i] * (gradients[i] - mean);
            target[i] = input.Accumulate ? target[i] + gradient : gradient;
        }
    }
}
