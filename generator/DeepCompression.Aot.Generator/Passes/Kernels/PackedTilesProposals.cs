using DeepCompression.Aot.Generator.Model;

namespace DeepCompression.Aot.Generator.Passes;

/// <summary>Kernels of the direct convolution over packed planes, of any stride, pooling or not.</summary>
internal static class PackedTilesProposals
{
    /// <summary>The most sums for which the runtime's <c>PackedConvolution</c> has names.</summary>
    private const int MaxSums = 24;

    /// <summary>Sums up to which every second tap has sums of its own.</summary>
    private const int MaxFewSums = 4;

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
        int weights = convolution.CountWeights();
        int mostSums = Math.Min(MaxSums, CostModel.Accumulators(set));
        for (int vectors = 1; vectors <= Math.Min(planeVectors, mostSums / convolution.Phases); vectors++)
        {
            long channelLength = (long)convolution.PatchHeight * convolution.PatchWidth * vectors * lanes;
            long block = PackedPlanes.EvenBlock(convolution.InputShape[0], PackedPlanes.Bytes / sizeof(float) / channelLength);
            long partial = block < convolution.InputShape[0] ? (long)convolution.Channels * convolution.Phases * vectors * lanes : 0;
            long scratch = (channelLength * block) + partial + PackedPlanes.AlignmentSlack;
            if (scratch <= PackedPlanes.MaxScratch)
            {
                yield return new PackedTilesKernel(
                    set, vectors, (int)block, (int)scratch, Cost(convolution, weights, set, planeVectors, vectors, (int)block));
            }
        }
    }

    private static Estimate Cost(ConvolutionLayer convolution, int weights, InstructionSet set, int planeVectors, int vectors, int block)
    {
        int tiles = (planeVectors + vectors - 1) / vectors;
        int blocks = (convolution.InputShape[0] + block - 1) / block;
        int sums = vectors * convolution.Phases;
        long channelBytes = (long)convolution.PatchHeight * convolution.PatchWidth * vectors * CostModel.Lanes(set) * sizeof(float);
        double multiplyAdd = channelBytes > PackedPlanes.Bytes ? CostModel.FarMultiplyAdd : CostModel.VectorMultiplyAdd;
        double tap = (sums * multiplyAdd) + CostModel.VectorStep;
        double taps = (double)weights * tiles * (sums > MaxFewSums ? Math.Max(tap, CostModel.MultiplyAddLatency) : tap);
        double planes = (double)convolution.InputShape[0] * convolution.PatchHeight * convolution.PatchWidth * tiles * vectors;
        double visits = (double)convolution.Channels * tiles * blocks;
        double perVisit = CostModel.ChannelVisit + (blocks > 1 ? sums * CostModel.PartialSum : 0);
        double stores = (double)convolution.Channels * tiles * vectors;
        return new(
            taps + (planes * PackedPlanes.VectorCost(convolution, set)) + (visits * perVisit) + (stores * CostModel.VectorStore),
            $"{NumberText.Grouped(weights)} taps over {tiles} tiles of {sums} sums, {NumberText.Grouped(planes)} vectors packed in {blocks} blocks");
    }
}
