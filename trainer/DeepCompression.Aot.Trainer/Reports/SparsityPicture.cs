using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Trainer.Reports;

/// <summary>
/// Where the weights of a layer are: a row of pixels for each output, a column for each weight of an output; in a large layer a
/// pixel stands for a block of weights, darker the more of them are kept.
/// </summary>
internal sealed class SparsityPicture
{
    /// <summary>The most pixels across, so that a page of sixty layers stays readable.</summary>
    public const int MostWidth = 400;

    /// <summary>The most pixels down.</summary>
    public const int MostHeight = 200;

    private readonly int[] _kept;
    private readonly int _columns;

    /// <summary>Draws a weight tensor, output channels first.</summary>
    public SparsityPicture(Tensor tensor)
    {
        _columns = tensor.Shape.RowLength;
        BlockWidth = Blocks(_columns, MostWidth);
        BlockHeight = Blocks(tensor.Shape.Rows, MostHeight);
        Width = Blocks(_columns, BlockWidth);
        Height = Blocks(tensor.Shape.Rows, BlockHeight);
        _kept = new int[Width * Height];
        WeightWalk.Visit(tensor, (position, _) => _kept[(position / _columns / BlockHeight * Width) + (position % _columns / BlockWidth)]++);
        Most = _kept.Max();
    }

    /// <summary>Pixels across.</summary>
    public int Width { get; }

    /// <summary>Pixels down.</summary>
    public int Height { get; }

    /// <summary>Weights across a pixel.</summary>
    public int BlockWidth { get; }

    /// <summary>Outputs down a pixel.</summary>
    public int BlockHeight { get; }

    /// <summary>The most weights that any pixel stands for.</summary>
    public int Most { get; }

    /// <summary>The weights kept under a pixel.</summary>
    public int Kept(int x, int y) => _kept[(y * Width) + x];

    /// <summary>The picture as a PNG file: white without weights, black where most are.</summary>
    public byte[] ToPng()
    {
        var levels = new byte[_kept.Length];
        for (int i = 0; i < levels.Length; i++)
        {
            // Rounded up, so that a single weight shows.
            levels[i] = (byte)(Pages.PngWriter.White - (((_kept[i] * Pages.PngWriter.White) + Math.Max(Most, 1) - 1) / Math.Max(Most, 1)));
        }

        return Pages.PngWriter.Write(Width, Height, levels);
    }

    private static int Blocks(int count, int size) => (count + size - 1) / size;
}
