using System.ComponentModel;

namespace DeepCompression.Aot.Runtime;

/// <summary>The shape of a convolution in groups over an input (channels, height, width), around whose planes it sees zeros.</summary>
/// <param name="Groups">Groups of channels.</param>
/// <param name="GroupInputs">Input channels of a group.</param>
/// <param name="GroupOutputs">Output channels of a group.</param>
/// <param name="Height">Rows of an input plane.</param>
/// <param name="Width">Elements of an input row.</param>
/// <param name="WindowHeight">Rows of the window.</param>
/// <param name="WindowWidth">Columns of the window.</param>
/// <param name="StrideY">Rows from one window to the one below.</param>
/// <param name="StrideX">Columns from one window to the next.</param>
/// <param name="PadTop">Rows of zeros above a plane.</param>
/// <param name="PadLeft">Zeros before each row.</param>
/// <param name="PadBottom">Rows of zeros below.</param>
/// <param name="PadRight">Zeros after each row.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly record struct GroupedShape(
    int Groups,
    int GroupInputs,
    int GroupOutputs,
    int Height,
    int Width,
    int WindowHeight,
    int WindowWidth,
    int StrideY,
    int StrideX,
    int PadTop = 0,
    int PadLeft = 0,
    int PadBottom = 0,
    int PadRight = 0)
{
    /// <summary>Rows of an output plane.</summary>
    public int OutputHeight => ((PadTop + Height + PadBottom - WindowHeight) / StrideY) + 1;

    /// <summary>Elements of an output row.</summary>
    public int OutputWidth => ((PadLeft + Width + PadRight - WindowWidth) / StrideX) + 1;

    /// <summary>Elements of an output plane.</summary>
    public int Positions => checked(OutputHeight * OutputWidth);

    /// <summary>Output channels.</summary>
    internal int Outputs => checked(Groups * GroupOutputs);

    /// <summary>Elements of the input planes of a group.</summary>
    internal int GroupLength => checked(GroupInputs * Height * Width);

    /// <summary>Weights of an output channel.</summary>
    public int Taps => GroupInputs * WindowHeight * WindowWidth;
}
