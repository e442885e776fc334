using DeepCompression.Aot.Generator.Model;

namespace DeepCompression.Aot.Generator.Passes;

/// <summary>The kernel of layers that compute several samples, which no other can.</summary>
internal static class BatchProposal
{
    public static IEnumerable<Kernel> Propose(WeightLayer layer)
    {
        if (layer is not LinearLayer { Samples: > 1 and int samples } linear)
        {
            yield break;
        }

        double vectors = samples / (double)CostModel.Lanes(InstructionSet.Vector256);
        yield return new BatchKernel(samples, new(
            (linear.Weight.Tensor.Nnz * vectors * CostModel.VectorMultiplyAdd) + (linear.Rows * vectors * CostModel.VectorStore),
            $"{NumberText.Grouped(linear.Weight.Tensor.Nnz)} weights, each times {samples} samples"));
    }
}
