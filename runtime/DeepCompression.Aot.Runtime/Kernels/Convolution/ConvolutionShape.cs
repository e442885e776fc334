using System.ComponentModel;

namespace DeepCompression.Aot.Runtime;

/// <summary>
/// The shape of a 2-D convolution without padding: input (input channels, height, width), weight (output channels, input channels,
/// window height, window width); of its outputs, where it pools, the largest of each 2×2 is kept.
/// </summary>
/// <param name="InputChannels">Planes of the input.</param>
/// <param name="Height">Rows of an input plane, padding included.</param>
/// <param name="Width">Elements of an input row, padding included.</param>
/// <param name="OutputChannels">Planes of the output.</param>
/// <param name="WindowHeight">Rows of the window.</param>
/// <param name="WindowWidth">Columns of the window.</param>
/// <param name="StrideY">Rows from one window to the one below.</param>
/// <param name="StrideX">Columns from one window to the next.</param>
/// <param name="Pools">Whether max pooling over 2×2 windows side by side follows; an odd last row or column is left out.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly record struct ConvolutionShape(
    int InputChannels,
    int Height,
    int Width,
    int OutputChannels,
    int WindowHeight,
    int WindowWidth,
    int StrideY,
    int StrideX,
    bool Pools)
{
    /// <summary>Elements of the input.</summary>
    public int InputLength => checked(InputChannels * Height * Width);

    /// <summary>Weights of an output channel, zeros included.</summary>
    public int RowLength => checked(InputChannels * WindowHeight * WindowWidth);

    /// <summary>Rows of an output plane.</summary>
    public int OutputHeight => (((Height - WindowHeight) / StrideY) + 1) / PoolSize;

    /// <summary>Elements of an output row.</summary>
    public int OutputWidth => (((Width - WindowWidth) / StrideX) + 1) / PoolSize;

    /// <summary>Elements of an output plane.</summary>
    public int Positions => checked(OutputHeight * OutputWidth);

    /// <summary>Elements of the output.</summary>
    public int OutputLength => checked(OutputChannels * Positions);

    /// <summary>Rows and columns of windows that make one output element.</summary>
    private int PoolSize => Pools ? 2 : 1;

    /// <summary>Window positions that make one output element: its phases.</summary>
    internal int Phases => PoolSize * PoolSize;

    /// <summary>Input rows from the windows of an output element to those of the one below.</summary>
    internal int StepY => StrideY * PoolSize;

    /// <summary>Input columns from the windows of an output element to those of the next.</summary>
    internal int StepX => StrideX * PoolSize;

    /// <summary>Where it pools, planes of a patch from one window's to those of the window to the right.</summary>
    internal int PhaseAcross => Pools ? StrideX : 0;

    /// <summary>Where it pools, planes of a patch from one window's to those of the window below.</summary>
    internal int PhaseDown => Pools ? StrideY * PatchWidth : 0;

    /// <summary>Input rows that the windows of one output element span.</summary>
    internal int PatchHeight => WindowHeight + (StrideY * (PoolSize - 1));

    /// <summary>Input columns that the windows of one output element span.</summary>
    internal int PatchWidth => WindowWidth + (StrideX * (PoolSize - 1));

    /// <summary>The place in the input of what a weight of a row of the tensor meets in the first window.</summary>
    internal int Place(int weight)
    {
        (int row, int x) = Math.DivRem(weight, WindowWidth);
        (int channel, int y) = Math.DivRem(row, WindowHeight);
        return (((channel * Height) + y) * Width) + x;
    }

    /// <summary>Checks that a window fits and every dimension is positive.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The shape has no output.</exception>
    internal void Require()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(InputChannels, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(OutputChannels, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(WindowHeight, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(WindowWidth, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(StrideY, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(StrideX, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(Height, PatchHeight);
        ArgumentOutOfRangeException.ThrowIfLessThan(Width, PatchWidth);
    }
}
