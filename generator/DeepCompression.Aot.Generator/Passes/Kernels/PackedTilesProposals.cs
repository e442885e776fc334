using DeepCompression.Aot.Generator.Model;

namespace DeepCompression.Aot.Generator.Passes;

/// <summary>Kernels of the direct convolution over packed planes, of any stride, pooling or not.</summary>
internal static class PackedTilesProposals
{
    /// <summary>Bytes of packed planes that stay in the innermost cache beside taps and outputs: measured, of 48 KB.</summary>
    private const int PackedBytes = 36 << 10;

    /// <summary>The most sums for which the runtime's <c>PackedConvolution</c> has names.</summary>
    private const int MaxSums = 24;

    /// <summary>Sums up to which every second tap has sums of its own.</summary>
    private const int MaxFewSums = 4;

    /// <summary>Floats lost to the alignment of scratch memory.</summary>
    private const int AlignmentSlack = 32;

    /// <summary>The most floats of scratch memory: four megabytes, which only windows as large as planes or thousands of channels exceed.</summary>
    private const long MaxScratch = 1 << 20;

    public static IEnumerable<Kernel> Propose(WeightLayer layer)
    {
        if (layer is not ConvolutionLayer { Weight.Tensor.Nnz: > 0 } convolution)
        {
            return [];
        }

        return
            from vectors in CostModel.Vectors
            where CostModel.Lanes(vectors) <= convolution.Positions
            let best = Tiles(convolution, vectors).OrderBy(tile => tile.Estimate.Cycles).FirstOrDefault()
            where best is not null
            select best;
    }

    /// <summary>A kernel for every size of tile that fits the registers.</summary>
    private static IEnumerable<PackedTilesKernel> Tiles(ConvolutionLayer convolution, InstructionSet set)
    {
        int lanes = CostModel.Lanes(set);
        int planeVectors = (convolution.Positions + lanes - 1) / lanes;
        int mostSums = Math.Min(MaxSums, CostModel.Accumulators(set));
        for (int vectors = 1; vectors <= Math.Min(planeVectors, mostSums / convolution.Phases); vectors++)
        {
            long channelLength = (long)convolution.PatchHeight * convolution.PatchWidth * vectors * lanes;
            long block = EvenBlock(convolution.InputShape[0], Math.Max(1, PackedBytes / sizeof(float) / channelLength));
            long partial = block < convolution.InputShape[0] ? (long)convolution.Channels * convolution.Phases * vectors * lanes : 0;
            long scratch = (channelLength * block) + partial + AlignmentSlack;
            if (scratch <= MaxScratch)
            {
                yield return new PackedTilesKernel(
                    set, vectors, (int)block, (int)scratch, Cost(convolution, set, planeVectors, vectors, (int)block));
            }
        }
    }

    /// <summary>What a vector of a packed plane costs, by how the runtime's <c>PatchGather</c> finds its lanes.</summary>
    private static double PackedVector(ConvolutionLayer convolution, InstructionSet set)
    {
        int step = convolution.Window.StrideX * (convolution.Pools ? 2 : 1);
        bool hasHalves = step == 1 && convolution.OutputWidth % (CostModel.Lanes(set) / 2) == 0;
        bool hasPairs = step == 2 && convolution.OutputWidth % 4 == 0 && set != InstructionSet.Vector128;
        return hasHalves || hasPairs ? CostModel.VectorByParts
            : set == InstructionSet.Vector128 ? CostModel.VectorByElement
            : CostModel.VectorByWindows;
    }

    /// <summary>As many channels as the most that fit give blocks, all of about the same size.</summary>
    private static long EvenBlock(int channels, long most)
    {
        long blocks = (channels + most - 1) / most;
        return (channels + blocks - 1) / blocks;
    }

    private static Estimate Cost(ConvolutionLayer convolution, InstructionSet set, int planeVectors, int vectors, int block)
    {
        int tiles = (planeVectors + vectors - 1) / vectors;
        int blocks = (convolution.InputShape[0] + block - 1) / block;
        int sums = vectors * convolution.Phases;
        double tap = (sums * CostModel.VectorMultiplyAdd) + CostModel.VectorStep;
        double taps = (double)convolution.Weight.Tensor.Nnz * tiles * (sums > MaxFewSums ? Math.Max(tap, CostModel.MultiplyAddLatency) : tap);
        double planes = (double)convolution.InputShape[0] * convolution.PatchHeight * convolution.PatchWidth * tiles * vectors;
        double visits = (double)convolution.Channels * tiles * blocks;
        double perVisit = CostModel.ChannelVisit + (blocks > 1 ? sums * CostModel.PartialSum : 0);
        double stores = (double)convolution.Channels * tiles * vectors;
        return new(
            taps + (planes * PackedVector(convolution, set)) + (visits * perVisit) + (stores * CostModel.VectorStore),
            $"{NumberText.Grouped(convolution.Weight.Tensor.Nnz)} taps over {tiles} tiles of {sums} sums, {NumberText.Grouped(planes)} vectors packed in {blocks} blocks");
    }
}
