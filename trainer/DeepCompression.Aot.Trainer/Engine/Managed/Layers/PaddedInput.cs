using DeepCompression.Aot.Format;
using DeepCompression.Aot.Trainer.Engine.Managed.Kernels;

namespace DeepCompression.Aot.Trainer.Engine.Managed.Layers;

/// <summary>An activation (C, H, W) with zeros around its planes; without padding it is the activation itself.</summary>
internal sealed unsafe class PaddedInput(Activation input, TensorShape shape, SlidingWindow window)
{
    private readonly int _height = shape[1] + window.PadTop + window.PadBottom;
    private readonly int _width = shape[2] + window.PadLeft + window.PadRight;
    private AlignedBuffer? _copy;

    /// <summary>Floats in a block.</summary>
    public int BlockLength => checked(shape[0] * _height * _width * Lanes.Count);

    /// <summary>Where an element of the padded input lies in a block.</summary>
    public int Offset(int channel, int y, int x) => ((((channel * _height) + y) * _width) + x) * Lanes.Count;

    public float* Values(int block) => window.HasPadding ? _copy!.Pointer + ((nint)block * BlockLength) : input.Values(block);

    public void Reserve(int blocks)
    {
        if (window.HasPadding)
        {
            _copy = AlignedBuffer.Ensure(_copy, (long)blocks * BlockLength);
        }
    }

    /// <summary>Copies a block of the activation between the zeros, which nothing overwrites.</summary>
    public void Fill(int block)
    {
        if (!window.HasPadding)
        {
            return;
        }

        int rowLength = shape[2] * Lanes.Count;
        float* source = input.Values(block);
        for (int row = 0; row < shape[0] * shape[1]; row++)
        {
            (int channel, int y) = Math.DivRem(row, shape[1]);
            float* target = Values(block) + Offset(channel, y + window.PadTop, window.PadLeft);
            new ReadOnlySpan<float>(source, rowLength).CopyTo(new Span<float>(target, rowLength));
            source += rowLength;
        }
    }
}
