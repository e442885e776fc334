using System.ComponentModel;

namespace DeepCompression.Aot.Runtime;

/// <summary>The shape of a convolution in groups over an input (channels, height, width) that has its padding already.</summary>
/// <param name="Groups">Groups of channels.</param>
/// <param name="GroupInputs">Input channels of a group.</param>
/// <param name="GroupOutputs">Output channels of a group.</param>
/// <param name="Height">Rows of an input plane.</param>
/// <param name="Width">Elements of an input row.</param>
/// <param name="WindowHeight">Rows of the window.</param>
/// <param name="WindowWidth">Columns of the window.</param>
/// <param name="StrideY">Rows from one window to the one below.</param>
/// <param name="StrideX">Columns from one window to the next.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly record struct GroupedShape(
    int Groups, int GroupInputs, int GroupOutputs, int Height, int Width, int WindowHeight, int WindowWidth, int StrideY, int StrideX)
{
    /// <summary>Rows of an output plane.</summary>
    public int OutputHeight => ((Height - WindowHeight) / StrideY) + 1;

    /// <summary>Elements of an output row.</summary>
    public int OutputWidth => ((Width - WindowWidth) / StrideX) + 1;

    /// <summary>Weights of an output channel.</summary>
    public int Taps => GroupInputs * WindowHeight * WindowWidth;
}
