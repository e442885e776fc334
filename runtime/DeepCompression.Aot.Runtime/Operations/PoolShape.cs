using System.ComponentModel;

namespace DeepCompression.Aot.Runtime;

/// <summary>The shape of a pooling operation: a window that slides over each plane of a tensor (channels, height, width).</summary>
/// <param name="Channels">Planes.</param>
/// <param name="Height">Rows of an input plane.</param>
/// <param name="Width">Elements of an input row.</param>
/// <param name="WindowHeight">Rows of the window.</param>
/// <param name="WindowWidth">Columns of the window.</param>
/// <param name="StrideY">Rows from one window to the one below.</param>
/// <param name="StrideX">Columns from one window to the next.</param>
/// <param name="PadTop">Rows of padding above the plane, fewer than the window has.</param>
/// <param name="PadLeft">Columns of padding before the plane, fewer than the window has.</param>
/// <param name="PadBottom">Rows of padding below the plane, fewer than the window has.</param>
/// <param name="PadRight">Columns of padding after the plane, fewer than the window has.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly record struct PoolShape(
    int Channels,
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

    /// <summary>Whether windows are 2×2, side by side and without padding: the form that has a fast path.</summary>
    internal bool IsHalving =>
        WindowHeight == 2 && WindowWidth == 2 && StrideY == 2 && StrideX == 2 && (PadTop | PadLeft | PadBottom | PadRight) == 0;

    /// <summary>Checks the lengths of both tensors.</summary>
    /// <exception cref="ArgumentException">A length does not fit the shape.</exception>
    internal void RequireLengths(ReadOnlySpan<float> input, ReadOnlySpan<float> output)
    {
        ThrowHelper.RequireLength(nameof(input), checked(Channels * Height * Width), input.Length);
        ThrowHelper.RequireLength(nameof(output), checked(Channels * OutputHeight * OutputWidth), output.Length);
    }

    /// <summary>The rows of the input that a window covers, padding left out.</summary>
    internal Range Rows(int outputRow)
    {
        int first = (outputRow * StrideY) - PadTop;
        return Math.Max(first, 0)..Math.Min(first + WindowHeight, Height);
    }

    /// <summary>The columns of the input that a window covers, padding left out.</summary>
    internal Range Columns(int outputColumn)
    {
        int first = (outputColumn * StrideX) - PadLeft;
        return Math.Max(first, 0)..Math.Min(first + WindowWidth, Width);
    }
}
