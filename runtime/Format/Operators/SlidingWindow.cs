namespace DeepCompression.Aot.Format;

/// <summary>How a kernel slides over a plane: its size, its stride, and the rows and columns of padding around the input.</summary>
internal sealed record SlidingWindow(
    int Height, int Width, int StrideY, int StrideX, int PadTop, int PadLeft, int PadBottom, int PadRight)
{
    /// <summary>A square window without padding.</summary>
    public SlidingWindow(int size, int stride = 1)
        : this(size, size, stride, stride, 0, 0, 0, 0)
    {
    }

    public bool HasPadding => (PadTop | PadLeft | PadBottom | PadRight) != 0;

    /// <summary>Size, stride and padding; what is across as its difference to what is down, which it mostly equals.</summary>
    public static SlidingWindow Read(ref BitReader reader)
    {
        (int height, int width) = ReadPair(ref reader);
        (int strideY, int strideX) = ReadPair(ref reader);
        if (!reader.ReadFlag())
        {
            return new(height, width, strideY, strideX, 0, 0, 0, 0);
        }

        var padded = new SlidingWindow(
            height, width, strideY, strideX, reader.ReadNumber(), reader.ReadNumber(), reader.ReadNumber(), reader.ReadNumber());
        reader.Require(padded.HasPadding, "padding of nothing is not written");
        return padded;
    }

    private static (int Down, int Across) ReadPair(ref BitReader reader)
    {
        int down = reader.ReadNumber();
        long across = (long)down + reader.ReadSigned();
        reader.Require(across is >= 0 and <= int.MaxValue, "an integer is out of range");
        return (down, (int)across);
    }

    /// <summary>The number of window positions down and across an input plane.</summary>
    public (int Height, int Width) Positions(int inputHeight, int inputWidth)
    {
        ShapeInference.Require(
            Height > 0 && Width > 0 && StrideY > 0 && StrideX > 0, "its window and strides must be at least 1");
        ShapeInference.Require(
            PadTop < Height && PadBottom < Height && PadLeft < Width && PadRight < Width,
            "its padding must be smaller than its window");
        long height = (long)inputHeight + PadTop + PadBottom;
        long width = (long)inputWidth + PadLeft + PadRight;
        ShapeInference.Require(height <= int.MaxValue && width <= int.MaxValue, "its padded plane is too large");
        ShapeInference.Require(
            height >= Height && width >= Width, $"its {Height}×{Width} window does not fit into a padded plane of {height}×{width}");
        return ((int)((height - Height) / StrideY) + 1, (int)((width - Width) / StrideX) + 1);
    }
}
