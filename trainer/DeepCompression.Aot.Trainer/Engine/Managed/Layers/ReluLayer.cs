using System.Numerics;

namespace DeepCompression.Aot.Trainer.Engine.Managed.Layers;

/// <summary>max(x, 0); works in place when input and output are one activation.</summary>
internal sealed unsafe class ReluLayer(LayerInput input, Activation output, int channels) : ChannelLayer(input, output, channels)
{
    private int Length => Output.BlockLength / Channels;

    public override void Forward(in Pass pass, int block, int channel)
    {
        float* source = Input.Activation.Values(block, channel, Channels);
        float* target = Output.Values(block, channel, Channels);
        for (int i = 0; i < Length; i += Vector<float>.Count)
        {
            // In this order a NaN stays one, and the loss shows it.
            Vector.MaxNative(Vector<float>.Zero, Vector.Load(source + i)).Store(target + i);
        }
    }

    public override void Backward(in Pass pass, int block, int channel)
    {
        if (!Input.NeedsGradient)
        {
            return;
        }

        float* values = Output.Values(block, channel, Channels);
        float* gradients = Output.Gradients(block, channel, Channels);
        float* target = Input.Activation.Gradients(block, channel, Channels);
        for (int i = 0; i < Length; i += Vector<float>.Count)
        {
            Vector<float> active = Vector.As<int, float>(Vector.GreaterThan(Vector.Load(values + i), Vector<float>.Zero));
            Vector<float> gradient = Vector.Load(gradients + i) & active;
            if (Input.Accumulate)
            {
                gradient += Vector.Load(target + i);
            }

            gradient.Store(target + i);
        }
    }
}
