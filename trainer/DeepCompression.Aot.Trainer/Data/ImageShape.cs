namespace DeepCompression.Aot.Trainer.Data;

/// <summary>The shape of one image, stored channel by channel and row by row.</summary>
/// <param name="Channels">Channels, 1 for grey.</param>
/// <param name="Height">Rows, in pixels.</param>
/// <param name="Width">Columns, in pixels.</param>
public readonly record struct ImageShape(int Channels, int Height, int Width)
{
    /// <summary>Values per image.</summary>
    public int Length => Channels * Height * Width;
}
