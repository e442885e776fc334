using DeepCompression.Aot.Format;
using DeepCompression.Aot.Trainer.Engine.Managed.Kernels;

namespace DeepCompression.Aot.Trainer.Engine.Managed.Layers;

/// <summary>
/// The gradient of a convolution's output (O, Y, X), each element where its window's first row and column lie in the padded input, and
/// zeros between, left and right; so every position of an input row gathers from it alike. A window of one element that moves by one
/// needs no copy.
/// </summary>
internal sealed unsafe class SpreadGradient
{
    private readonly Activation _output;
    private readonly TensorShape _shape;
    private readonly SlidingWindow _window;
    private readonly int _width;
    private AlignedBuffer? _copy;

    public SpreadGradient(TensorShape inputShape, Activation output, TensorShape outputShape, SlidingWindow window)
    {
        _output = output;
        _shape = outputShape;
        _window = window;
        IsCopy = window is not { Height: 1, Width: 1, StrideY: 1, StrideX: 1 };
        Height = ((outputShape[1] - 1) * window.StrideY) + 1;

        // The zeros right of a row are those left of the next.
        int columns = Math.Max(((outputShape[2] - 1) * window.StrideX) + 1, window.PadLeft + inputShape[2] - LeftZeros);
        _width = LeftZeros + columns;
    }

    /// <summary>Whether it is a copy, and not the gradient itself.</summary>
    public bool IsCopy { get; }

    /// <summary>Rows of a plane, from the first row of the first window to the first row of the last.</summary>
    public int Height { get; }

    // Windows that cover a column start up to this many columns before it.
    private int LeftZeros => _window.Width - 1;

    private int BlockLength => checked(_shape[0] * Height * _width * Lanes.Count);

    /// <summary>Floats from the origin to the gradient of the window that starts in this row and column of the padded input.</summary>
    public int Offset(int channel, int y, int x) => ((((channel * Height) + y) * _width) + x) * Lanes.Count;

    /// <summary>The gradient of the first channel's window in row and column 0.</summary>
    public float* Origin(int block) =>
        IsCopy ? _copy!.Pointer + ((nint)block * BlockLength) + (LeftZeros * Lanes.Count) : _output.Gradients(block);

    public void Reserve(int blocks)
    {
        if (IsCopy)
        {
            _copy = AlignedBuffer.Ensure(_copy, ((long)blocks * BlockLength) + (LeftZeros * Lanes.Count));
        }
    }

    /// <summary>Copies one channel of a block of the gradient between the zeros, which nothing overwrites.</summary>
    public void Fill(int block, int channel)
    {
        if (!IsCopy)
        {
            return;
        }

        // Neighbours stay neighbours unless windows skip columns.
        int run = _window.StrideX == 1 ? _shape[2] : 1;
        float* source = _output.Gradients(block, channel, _shape[0]);
        float* origin = Origin(block);
        for (int y = 0; y < _shape[1]; y++)
        {
            for (int x = 0; x < _shape[2]; x += run)
            {
                float* target = origin + Offset(channel, y * _window.StrideY, x * _window.StrideX);
                new ReadOnlySpan<float>(source, run * Lanes.Count).CopyTo(new Span<float>(target, run * Lanes.Count));
                source += run * Lanes.Count;
            }
        }
    }
}
