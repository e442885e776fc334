using System.Numerics;

namespace DeepCompression.Aot.Trainer.Engine.Managed.Layers;

/// <summary>The sum of two values of the same shape, which may be the same value.</summary>
internal sealed unsafe class AddLayer(LayerInput left, LayerInput right, Activation output) : Layer
{
    public override void Forward(in Pass pass, int block)
    {
        float* a = left.Activation.Values(block);
        float* b = right.Activation.Values(block);
        float* target = output.Values(block);
        for (int i = 0; i < output.BlockLength; i += Vector<float>.Count)
        {
            (Vector.Load(a + i) + Vector.Load(b + i)).Store(target + i);
        }
    }

    public override void Backward(in Pass pass, int block)
    {
        PassOn(left, block);
        PassOn(right, block);
    }

    private void PassOn(LayerInput input, int block)
    {
        if (!input.NeedsGradient)
        {
            return;
        }

        float* gradients = output.Gradients(block);
        float* target = input.Activation.Gradients(block);
        for (int i = 0; i < output.BlockLength; i += Vector<float>.Count)
        {
            Vector<float> gradient = Vector.Load(gradients + i);
            if (input.Accumulate)
            {
                gradient += Vector.Load(target + i);
            }

            gradient.Store(target + i);
        }
    }
}
