using DeepCompression.Aot.Generator.Model;

namespace DeepCompression.Aot.Generator.Passes;

/// <summary>
/// Kernels without a loop for small fully connected layers. Measured against the loop over dense columns with 512-bit vectors:
/// 100 → 10 takes 47 ns, not 62; 32 → 10 takes 11 ns, not 21; 16 → 10 takes 10 ns, not 25. A scalar layer of 100 → 10 takes 68 ns,
/// not 170.
/// </summary>
internal static class UnrolledProposals
{
    /// <summary>
    /// Weights, zeros included: beyond about 60 KB of intermediate code in a method the JIT compiler hardly optimises, and this is
    /// half of that.
    /// </summary>
    private const int MaxWeights = 2048;

    /// <summary>Columns, each of which may take a local: beyond 2,000 locals the JIT compiler hardly optimises either.</summary>
    private const int MaxColumns = 256;

    public static IEnumerable<Kernel> Propose(WeightLayer layer)
    {
        if (layer is not LinearLayer { Weight.Tensor.Nnz: > 0 and int nnz } linear || linear.Columns > MaxColumns)
        {
            yield break;
        }

        foreach (InstructionSet vectors in CostModel.Vectors)
        {
            int lanes = CostModel.Lanes(vectors);
            int rowVectors = (linear.Rows + lanes - 1) / lanes;

            // Of a vector with twice as many lanes as there are rows, at least half would be idle.
            bool fills = lanes == 4 || linear.Rows > lanes / 2;
            if (fills && rowVectors <= CostModel.Accumulators(vectors) && rowVectors * lanes * linear.Columns <= MaxWeights)
            {
                yield return new UnrolledVectorKernel(vectors, new(
                    linear.Columns * ((rowVectors * CostModel.UnrolledMultiplyAdd) + CostModel.UnrolledStep),
                    $"{NumberText.Grouped(linear.Columns)} columns of {rowVectors} constant vectors"));
            }
        }

        if ((long)linear.Rows * linear.Columns <= MaxWeights)
        {
            yield return new UnrolledScalarKernel(new(nnz * CostModel.UnrolledWeight, $"{NumberText.Grouped(nnz)} products"));
        }
    }
}
