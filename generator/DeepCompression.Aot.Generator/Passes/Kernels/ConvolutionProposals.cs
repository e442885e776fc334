using DeepCompression.Aot.Format;
using DeepCompression.Aot.Generator.Model;

namespace DeepCompression.Aot.Generator.Passes;

/// <summary>
/// Kernels of the direct convolution that read the input where it is: tiles of outputs in vectors where the stride is 1 and nothing
/// is pooled, single outputs otherwise.
/// </summary>
internal static class ConvolutionProposals
{
    public static IEnumerable<Kernel> Propose(WeightLayer layer)
    {
        if (layer is not ConvolutionLayer { Weight.Tensor: { Nnz: > 0 } tensor } convolution)
        {
            yield break;
        }

        bool sparse = tensor is CodedTensor;
        double outputs = (double)convolution.Positions * convolution.Phases;
        yield return new ScalarTapsKernel(sparse, new(
            (outputs * tensor.Nnz * CostModel.ScalarWeight) + (outputs * convolution.Channels * CostModel.ScalarRow),
            $"{NumberText.Grouped(tensor.Nnz)} taps at each of {NumberText.Grouped(outputs)} positions"));
        if (convolution.Pools || convolution.Window is not { StrideX: 1, StrideY: 1 })
        {
            yield break;
        }

        foreach (InstructionSet vectors in CostModel.Vectors)
        {
            if (CostModel.Lanes(vectors) <= convolution.OutputWidth)
            {
                yield return BestTile(convolution, vectors, sparse);
            }
        }
    }

    /// <summary>The tile, among all that fit the registers, that covers the output plane at least cost.</summary>
    private static TileKernel BestTile(ConvolutionLayer convolution, InstructionSet vectors, bool sparse)
    {
        int lanes = CostModel.Lanes(vectors);
        int accumulators = CostModel.Accumulators(vectors);
        int vectorsPerRow = (convolution.OutputWidth + lanes - 1) / lanes;
        return Enumerable.Range(1, Math.Min(vectorsPerRow, accumulators))
            .SelectMany(
                tileVectors => Enumerable.Range(1, Math.Min(convolution.OutputHeight, accumulators / tileVectors)),
                (tileVectors, tileRows) => new TileKernel(
                    vectors, sparse, tileRows, tileVectors, Cost(convolution, lanes, vectorsPerRow, tileRows, tileVectors)))
            .OrderBy(tile => tile.Estimate.Cycles)
            .First();
    }

    private static Estimate Cost(ConvolutionLayer convolution, int lanes, int vectorsPerRow, int tileRows, int tileVectors)
    {
        int tiles = ((vectorsPerRow + tileVectors - 1) / tileVectors)
            * ((convolution.OutputHeight + tileRows - 1) / tileRows);
        int sums = tileRows * tileVectors;
        double taps = (double)convolution.Weight.Tensor.Nnz * tiles;
        double stores = (double)convolution.Channels * tiles * sums;
        return new(
            (taps * ((sums * CostModel.UnalignedMultiplyAdd(lanes)) + CostModel.VectorStep)) + (stores * CostModel.VectorStore),
            $"{NumberText.Grouped(convolution.Weight.Tensor.Nnz)} taps over {tiles} tiles of {sums} vectors");
    }
}
