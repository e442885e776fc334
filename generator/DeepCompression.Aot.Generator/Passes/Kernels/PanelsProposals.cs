using DeepCompression.Aot.Generator.Model;

namespace DeepCompression.Aot.Generator.Passes;

/// <summary>
/// Kernels of the convolution as a tiled product of matrices, of any window and stride. They take zeros for weights like others, and
/// pay where few are.
/// </summary>
internal static class PanelsProposals
{
    /// <summary>The most vectors of a tile that the runtime's <c>PanelConvolution</c> takes.</summary>
    private const int MaxVectors = 3;

    /// <summary>The most channels of a panel; more were slower, measured with twelve.</summary>
    private const int MaxRows = 8;

    /// <summary>Bytes of the input in place that stay in the innermost cache while panels pass: measured, of 48 KB.</summary>
    private const int InPlaceBytes = 24 << 10;

    /// <summary>The most weights: 64 megabytes.</summary>
    private const long MaxWeights = 16 << 20;

    public static IEnumerable<Kernel> Propose(WeightLayer layer) =>
        layer is ConvolutionLayer { Pools: false, Weight.Tensor: { Nnz: > 0 } tensor } convolution && tensor.Shape.ElementCount <= MaxWeights
            ? CostModel.Vectors.Select(set => Best(convolution, set)).OfType<Kernel>()
            : [];

    private static PanelsKernel? Best(ConvolutionLayer layer, InstructionSet set) =>
        Plans(layer, set, inPlace: true).Concat(Plans(layer, set, inPlace: false))
            .Where(kernel => kernel.ScratchLength <= PackedPlanes.MaxScratch)
            .OrderBy(kernel => kernel.Estimate.Cycles)
            .FirstOrDefault();

    /// <summary>A kernel for every size of tile and panel that fits the registers.</summary>
    private static IEnumerable<PanelsKernel> Plans(ConvolutionLayer layer, InstructionSet set, bool inPlace) =>
        from vectors in Enumerable.Range(1, Math.Min(MaxVectors, PlaneVectors(layer, set, inPlace)))
        from rows in Enumerable.Range(1, Math.Min(MaxRows, CostModel.Accumulators(set) / vectors))
        select Plan(layer, set, vectors, rows, inPlace);

    /// <summary>
    /// Vectors of an output plane: those that are packed reach from row to row, those in place lie within a row. None where the plane
    /// or its rows are too short, or where the input is not neighbour beside neighbour.
    /// </summary>
    private static int PlaneVectors(ConvolutionLayer layer, InstructionSet set, bool inPlace)
    {
        int lanes = CostModel.Lanes(set);
        int width = !inPlace || IsPointwise(layer) ? layer.Positions : layer.OutputWidth;
        return width < lanes || (inPlace && layer.Window.StrideX != 1) ? 0 : layer.Positions / width * Ceiling(width, lanes);
    }

    private static PanelsKernel Plan(ConvolutionLayer layer, InstructionSet set, int vectors, int rows, bool inPlace)
    {
        int tileLength = vectors * CostModel.Lanes(set);
        int taps = layer.Weight.Tensor.Shape.RowLength;

        // In place the windows beside one another meet the same lines.
        int mostBytes = inPlace ? InPlaceBytes * layer.Window.Width : PackedPlanes.Bytes;
        int block = (int)PackedPlanes.EvenBlock(taps, mostBytes / sizeof(float) / tileLength);
        int blocks = Ceiling(taps, block);
        int panels = Ceiling(layer.Channels, rows);
        long scratch = (inPlace ? 0 : block * tileLength) + (blocks > 1 ? (long)panels * rows * tileLength : 0) + PackedPlanes.AlignmentSlack;
        int planeVectors = PlaneVectors(layer, set, inPlace);
        int last = planeVectors % vectors;
        double cycles = ((planeVectors / vectors * TileCost(vectors)) + (last > 0 ? TileCost(last) : 0)) * panels;
        int tiles = Ceiling(planeVectors, vectors);
        double read = inPlace
            ? layer.InputShape.ElementCount / (double)CostModel.Lanes(set) * CostModel.VectorInPlace
            : (double)taps * tiles * vectors * PackedPlanes.VectorCost(layer, set);
        return new PanelsKernel(
            set, new PanelsLayout(CostModel.Lanes(set), vectors, rows, block, inPlace), last, (int)Math.Min(scratch, int.MaxValue), new(
                cycles + read,
                $"{taps} taps of {panels} panels over {tiles} tiles of {rows * vectors} sums in {blocks} blocks{(inPlace ? ", in place" : string.Empty)}"));

        // What a panel costs over a tile of so many vectors.
        double TileCost(int columns)
        {
            double tap = Math.Max(rows * columns * CostModel.PanelMultiplyAdd, CostModel.MultiplyAddLatency) + CostModel.VectorStep;
            double ends = blocks * CostModel.ChannelVisit;
            double sums = rows * columns * (CostModel.VectorStore + ((blocks - 1) * CostModel.PartialSum));
            return (taps * tap) + ends + sums;
        }
    }

    private static bool IsPointwise(ConvolutionLayer layer) =>
        layer.Window is { Height: 1, Width: 1, StrideY: 1, StrideX: 1 };

    private static int Ceiling(int value, int divisor) => (value + divisor - 1) / divisor;
}
