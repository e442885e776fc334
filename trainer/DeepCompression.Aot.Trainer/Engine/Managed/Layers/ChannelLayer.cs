namespace DeepCompression.Aot.Trainer.Engine.Managed.Layers;

/// <summary>An operator that handles each channel of its input by itself.</summary>
internal abstract class ChannelLayer(LayerInput input, Activation output, int channels) : Layer
{
    public LayerInput Input { get; } = input;

    public Activation Output { get; } = output;

    /// <summary>The channels of its input and output.</summary>
    public int Channels { get; } = channels;

    public sealed override void Forward(in Pass pass, int block)
    {
        for (int channel = 0; channel < Channels; channel++)
        {
            Forward(pass, block, channel);
        }
    }

    public sealed override void Backward(in Pass pass, int block)
    {
        for (int channel = 0; channel < Channels; channel++)
        {
            Backward(pass, block, channel);
        }
    }

    /// <summary>Computes the output's values of one channel of one block.</summary>
    public abstract void Forward(in Pass pass, int block, int channel);

    /// <summary>Computes the inputs' gradients of one channel of one block from the output's.</summary>
    public abstract void Backward(in Pass pass, int block, int channel);
}
