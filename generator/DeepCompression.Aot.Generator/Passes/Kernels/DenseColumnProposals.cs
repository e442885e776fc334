using DeepCompression.Aot.Format;
using DeepCompression.Aot.Generator.Model;

namespace DeepCompression.Aot.Generator.Passes;

/// <summary>
/// Kernels that multiply whole columns of a fully connected layer, zeros included: for weights that are stored number by number,
/// and where a layer is so small or so little pruned that finding the non-zero weights costs more than it saves.
/// </summary>
internal static class DenseColumnProposals
{
    /// <summary>Sums in flight that hide the latency of a multiply-add.</summary>
    private const int SumsInFlight = 8;

    private const int MaxColumnsPerStep = 4;

    public static IEnumerable<Kernel> Propose(WeightLayer layer)
    {
        if (layer is not LinearLayer { Weight.Tensor.Nnz: > 0 } linear)
        {
            yield break;
        }

        int paddedRows = PaddedRows(linear.Rows);
        foreach (InstructionSet vectors in CostModel.Vectors)
        {
            int lanes = CostModel.Lanes(vectors);
            if (lanes <= paddedRows)
            {
                int rowVectors = (linear.Rows + lanes - 1) / lanes;
                int block = Math.Min(rowVectors, CostModel.Accumulators(vectors));
                int columns = Math.Min(linear.Columns, Math.Min(MaxColumnsPerStep, Math.Max(1, SumsInFlight / block)));
                yield return new DenseColumnsKernel(vectors, paddedRows, block, columns, Cost(linear, rowVectors, block, paddedRows));
            }
        }

        // Weights of a sparse tensor have a scalar form that skips its zeros.
        if (linear.Weight.Tensor is RawTensor)
        {
            double weights = (double)linear.Rows * linear.Columns;
            yield return new ScalarColumnsKernel(
                paddedRows,
                new((weights * CostModel.ScalarWeight) + (linear.Rows * CostModel.ScalarRow), $"{NumberText.Grouped(weights)} weights one by one"));
        }
    }

    /// <summary>
    /// Columns of at least one widest vector are not padded: the last vector of a column begins early enough to end with it. Shorter
    /// columns are filled up to one vector.
    /// </summary>
    private static int PaddedRows(int rows) => rows switch
    {
        > 8 => Math.Max(rows, 16),
        > 4 => 8,
        _ => 4,
    };

    private static Estimate Cost(LinearLayer linear, int rowVectors, int block, int paddedRows)
    {
        int blocks = (rowVectors + block - 1) / block;
        double multiplyAdds = (double)linear.Columns * blocks * ((block * CostModel.VectorMultiplyAdd) + CostModel.VectorStep);
        double read = CostModel.Read((long)paddedRows * linear.Columns * sizeof(float));
        return new(
            Math.Max(multiplyAdds, read),
            $"{linear.Columns} columns of {rowVectors} vectors, zeros included");
    }
}
