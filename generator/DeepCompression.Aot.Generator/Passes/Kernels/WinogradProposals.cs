using DeepCompression.Aot.Generator.Model;

namespace DeepCompression.Aot.Generator.Passes;

/// <summary>Winograd's convolution, for windows of 3×3 and strides of 1, pooling or not.</summary>
internal static class WinogradProposals
{
    /// <summary>Rows and columns of the outputs of a tile.</summary>
    private const int TileSize = 4;

    /// <summary>Numbers that a tile's patch of 6×6 becomes.</summary>
    private const int Points = 36;

    /// <summary>The shortest row of an input plane that the runtime takes.</summary>
    private const int MinWidth = 4;

    /// <summary>Vectors of output channels that meet an input together.</summary>
    private const int GroupVectors = 2;

    /// <summary>Floats lost to the alignment of the four parts of the scratch memory.</summary>
    private const int AlignmentSlack = 64;

    /// <summary>Floats that keep inputs and products of a point and of the next apart.</summary>
    private const int PointsApart = 32;

    /// <summary>The most floats of scratch memory: eight megabytes, which lets 49 tiles of 512 channels be one block.</summary>
    private const long MaxScratch = 2 << 20;

    /// <summary>The most transformed weights: 64 megabytes.</summary>
    private const long MaxWeights = 16 << 20;

    public static IEnumerable<Kernel> Propose(WeightLayer layer) =>
        layer is ConvolutionLayer { Weight.Tensor.Nnz: > 0, Window: { Height: 3, Width: 3, StrideY: 1, StrideX: 1 } } convolution
            && convolution.InputShape[2] >= MinWidth
            ? CostModel.Vectors.Select(set => Plan(convolution, set)).OfType<Kernel>()
            : [];

    private static WinogradKernel? Plan(ConvolutionLayer layer, InstructionSet set)
    {
        int lanes = CostModel.Lanes(set);
        int stored = layer.Pools ? TileSize / 2 : TileSize;
        long rows = Ceiling(layer.OutputHeight, stored);
        long columns = Ceiling(layer.OutputWidth, stored);
        long inputs = Ceiling(layer.InputShape[0], lanes) * lanes;
        long outputs = Ceiling(layer.Channels, GroupVectors * lanes) * GroupVectors * lanes;

        // The fewest blocks that fit: each reads all weights again.
        long blockRows = Blocks().FirstOrDefault(block => Scratch(block) <= MaxScratch);
        if (blockRows == 0 || Points * inputs * outputs > MaxWeights)
        {
            return null;
        }

        // As many tiles at a time as registers hold two sums of each, all groups of about the same size.
        long blockTiles = blockRows * columns;
        int tiles = (int)Ceiling(blockTiles, Ceiling(blockTiles, CostModel.Accumulators(set) / GroupVectors));
        long blocks = Ceiling(rows, blockRows);
        long allTiles = blocks * blockTiles;
        double products = (double)blocks * Points * Ceiling(blockTiles, tiles) * tiles * inputs * outputs / lanes;
        double multiply = Math.Max(
            products * Math.Max(CostModel.WinogradMultiplyAdd, CostModel.MultiplyAddLatency / (GroupVectors * tiles)),
            blocks * CostModel.Read(Points * inputs * outputs * sizeof(float)));
        double transform = allTiles * ((inputs * CostModel.WinogradPatch) + (outputs * CostModel.WinogradTile)) / lanes;
        return new WinogradKernel(set, tiles, (int)blockRows, (int)Scratch(blockRows), new(
            multiply + transform,
            $"{NumberText.Grouped(allTiles)} tiles of {layer.InputShape[0]} × {layer.Channels} channels in {blocks} blocks"));

        IEnumerable<long> Blocks()
        {
            for (long count = 1; count <= rows; count++)
            {
                yield return Ceiling(rows, count);
            }
        }

        long Scratch(long block) =>
            (((block * TileSize) + 2) * ((columns * TileSize) + 2) * lanes)
            + (Points * GroupVectors * lanes) + (Points * ((block * columns * (inputs + outputs)) + PointsApart)) + AlignmentSlack;
    }

    private static long Ceiling(long value, long divisor) => (value + divisor - 1) / divisor;
}
