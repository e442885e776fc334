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

    /// <summary>The most weights of an output channel whose sums of bytes stay within 32 bits, as the runtime's <c>BytePanelConvolution</c> has it.</summary>
    private const int MaxByteTaps = int.MaxValue / (byte.MaxValue * sbyte.MaxValue);

    /// <summary>Input channels whose bytes share a word.</summary>
    private const int BytesOfWord = 4;

    public static IEnumerable<Kernel> Propose(WeightLayer layer) =>
        layer is ConvolutionLayer { Pools: false, Weight.Tensor: { Nnz: > 0 } tensor } convolution && tensor.Shape.ElementCount <= MaxWeights
            ? CostModel.Vectors.Select(set => (Kernel?)Floats(convolution, set)).Append(Bytes(convolution)).OfType<Kernel>()
            : [];

    private static PanelsKernel? Floats(ConvolutionLayer layer, InstructionSet set) =>
        Best(layer, set, layer.Weight.Tensor.Shape.RowLength, CostModel.Accumulators(set)) is { } cut
            ? new PanelsKernel(set, cut.Layout, cut.LastVectors, cut.ScratchLength, new(cut.Cycles, cut.Reason))
            : null;

    /// <summary>Four channels make one of words; what the words take before and behind the product comes on top.</summary>
    private static BytePanelsKernel? Bytes(ConvolutionLayer layer)
    {
        (int channels, int plane) = (Ceiling(layer.InputShape[0], BytesOfWord), layer.InputShape[1] * layer.InputShape[2]);
        if (layer.IntegerActivations is not { } activations
            || layer.Weight.Tensor.Shape.RowLength > MaxByteTaps
            || (long)channels * plane > PackedPlanes.MaxScratch
            || Best(layer, InstructionSet.Vector256, channels * layer.Window.Height * layer.Window.Width, CostModel.Accumulators(InstructionSet.Vector256)) is not { } cut)
        {
            return null;
        }

        double conversion = layer.InputShape.ElementCount * (CostModel.ToWord + (activations.Magnitude is null ? CostModel.FindRange : 0));
        double finish = (double)layer.OutputShape.ElementCount * CostModel.FromWord;
        return new BytePanelsKernel(
            new BytePanelsLayout(cut.Layout), cut.LastVectors, activations, cut.ScratchLength + (channels * plane),
            new(cut.Cycles + conversion + finish, cut.Reason));
    }

    private static PanelCut? Best(ConvolutionLayer layer, InstructionSet set, int taps, int sums) =>
        Cuts(layer, set, taps, sums, inPlace: true).Concat(Cuts(layer, set, taps, sums, inPlace: false))
            .Where(cut => cut.ScratchLength <= PackedPlanes.MaxScratch)
            .OrderBy(cut => cut.Cycles)
            .FirstOrDefault();

    /// <summary>A cut for every size of tile and panel that fits the registers.</summary>
    private static IEnumerable<PanelCut> Cuts(ConvolutionLayer layer, InstructionSet set, int taps, int sums, bool inPlace) =>
        from vectors in Enumerable.Range(1, Math.Min(MaxVectors, PlaneVectors(layer, set, inPlace)))
        from rows in Enumerable.Range(1, Math.Min(MaxRows, sums / vectors))
        select Cut(layer, set, taps, vectors, rows, inPlace);

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

    private static PanelCut Cut(ConvolutionLayer layer, InstructionSet set, int taps, int vectors, int rows, bool inPlace)
    {
        int tileLength = vectors * CostModel.Lanes(set);

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
            ? (double)taps / (layer.Window.Height * layer.Window.Width) * layer.PlaneStride / CostModel.Lanes(set) * CostModel.VectorInPlace
            : (double)taps * tiles * vectors * PackedPlanes.VectorCost(layer, set);
        return new PanelCut(
            new PanelsLayout(CostModel.Lanes(set), vectors, rows, block, inPlace),
            last,
            (int)Math.Min(scratch, int.MaxValue),
            cycles + read,
            $"{taps} taps of {panels} panels over {tiles} tiles of {rows * vectors} sums in {blocks} blocks{(inPlace ? ", in place" : string.Empty)}");

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

    /// <summary>A way to cut a layer, and what it is expected to cost.</summary>
    private sealed record PanelCut(PanelsLayout Layout, int LastVectors, int ScratchLength, double Cycles, string Reason);
}
