using DeepCompression.Aot.Trainer.Engine.Managed.Kernels;

namespace DeepCompression.Aot.Trainer.Engine.Managed;

/// <summary>
/// A value of the network and the gradient of the loss with respect to it, both (blocks, elements, lanes). Layers that work in place
/// share the activation of their input.
/// </summary>
internal sealed unsafe class Activation(int elements, bool needsGradient)
{
    private AlignedBuffer? _values;
    private AlignedBuffer? _gradients;

    /// <summary>Elements of one sample.</summary>
    public int Elements { get; } = elements;

    /// <summary>Whether anything trainable lies before it.</summary>
    public bool NeedsGradient { get; } = needsGradient;

    /// <summary>How many layers, or the loss, write or add to its gradient in a backward pass; a layer in place does not count.</summary>
    public int GradientWriters { get; set; }

    /// <summary>Floats in a block.</summary>
    public int BlockLength => Elements * Lanes.Count;

    /// <summary>
    /// Whether the channels of a block take turns in one plane, which stays in the cache where all planes would not. Only for those who
    /// ask for a channel's values or gradients, and use them before the next channel's are written.
    /// </summary>
    public bool HasOnePlane { get; set; }

    /// <summary>The values of a block, (elements, lanes).</summary>
    public float* Values(int block) => _values!.Pointer + ((nint)block * BlockLength);

    /// <summary>The gradients of a block, (elements, lanes).</summary>
    public float* Gradients(int block) => _gradients!.Pointer + ((nint)block * BlockLength);

    /// <summary>The values of one of so many channels of a block, (elements of a channel, lanes).</summary>
    public float* Values(int block, int channel, int channels) => Values(block) + PlaneStart(channel, channels);

    /// <summary>The gradients of one of so many channels of a block, (elements of a channel, lanes).</summary>
    public float* Gradients(int block, int channel, int channels) => Gradients(block) + PlaneStart(channel, channels);

    public void Reserve(int blocks)
    {
        long length = (long)blocks * BlockLength;
        _values = AlignedBuffer.Ensure(_values, length);
        if (NeedsGradient)
        {
            _gradients = AlignedBuffer.Ensure(_gradients, length);
        }
    }

    private nint PlaneStart(int channel, int channels) => HasOnePlane ? 0 : channel * (nint)(BlockLength / channels);
}
