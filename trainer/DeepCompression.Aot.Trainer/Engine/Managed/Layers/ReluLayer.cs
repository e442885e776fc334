using System.Numerics;

namespace DeepCompression.Aot.Trainer.Engine.Managed.Layers;

/// <summary>max(x, 0); works in place when input and output are one activation.</summary>
internal sealed unsafe class ReluLayer(LayerInput input, Activation output) : Layer
{
    public override void Forward(in Pass pass, int block)
    {
        float* source = input.Activation.Values(block);
        float* target = output.Values(block);
        for (int i = 0; i < output.BlockLength; i += Vector<float>.Count)
        {
            // In this order a NaN stays one, and the loss shows it.
            Vector.MaxNative(Vector<float>.Zero, Vector.Load(source + i)).Store(target + i);
        }
    }

    public override void Backward(in Pass pass, int block)
    {
        if (!input.NeedsGradient)
        {
            return;
        }

        float* values = output.Values(block);
        float* gradients = output.Gradients(block);
        float* target = input.Activation.Gradients(block);
        for (int i = 0; i < output.BlockLength; i += Vector<float>.Count)
        {
            Vector<float> active = Vector.As<int, float>(Vector.GreaterThan(Vector.Load(values + i), Vector<float>.Zero));
            Vector<float> gradient = Vector.Load(gradients + i) & active;
            if (input.Accumulate)
            {
                gradient += Vector.Load(target + i);
            }

            gradient.Store(target + i);
        }
    }
}
