using System.ComponentModel;

namespace DeepCompression.Aot.Runtime;

/// <summary>A pooling window.</summary>
/// <param name="height">Rows of the window.</param>
/// <param name="width">Columns of the window.</param>
/// <param name="strideY">Rows from one window to the next below it.</param>
/// <param name="strideX">Columns from one window to the next beside it.</param>
/// <param name="padTop">Rows of padding above the plane.</param>
/// <param name="padLeft">Columns of padding left of it.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct PlainWindow(int height, int width, int strideY, int strideX, int padTop, int padLeft)
{
    /// <summary>The part of the plane that the window of an element of the output plane covers.</summary>
    internal PlainRange Range(int position, int planeHeight, int planeWidth, int outputWidth)
    {
        int top = (position / outputWidth * strideY) - padTop;
        int left = (position % outputWidth * strideX) - padLeft;
        int bottom = top + height;
        int right = left + width;
        return new PlainRange(
            top < 0 ? 0 : top, left < 0 ? 0 : left, bottom > planeHeight ? planeHeight : bottom, right > planeWidth ? planeWidth : right);
    }
}

/// <summary>Rows and columns of a plane; bottom and right are those behind the last.</summary>
internal readonly struct PlainRange(int top, int left, int bottom, int right)
{
    public int Top => top;

    public int Left => left;

    public int Bottom => bottom;

    public int Right => right;

    /// <summary>The elements.</summary>
    public int Count => (bottom - top) * (right - left);
}
