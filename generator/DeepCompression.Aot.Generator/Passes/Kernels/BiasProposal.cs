using DeepCompression.Aot.Generator.Model;

namespace DeepCompression.Aot.Generator.Passes;

/// <summary>The kernel of a layer without a single weight, which no other kernel takes.</summary>
internal static class BiasProposal
{
    public static IEnumerable<Kernel> Propose(WeightLayer layer) =>
        layer.Weight.Tensor.Nnz == 0 ? [new BiasKernel(new(0, "no weight survived pruning"))] : [];
}
