using DeepCompression.Aot.Format;
using DeepCompression.Aot.Generator.Model;

namespace DeepCompression.Aot.Generator.Passes;

/// <summary>
/// Lists each layer's kernels in ascending order of expected cost and drops those that no processor would ever reach. A new kernel
/// is a line in the table here.
/// </summary>
internal static class ChooseKernels
{
    private static readonly Func<WeightLayer, IEnumerable<Kernel>>[] Proposals =
    [
        BiasProposal.Propose,
        UnrolledProposals.Propose,
        SparseRowProposals.Propose,
        DenseColumnProposals.Propose,
        ConvolutionProposals.Propose,
    ];

    public static ModelPlan Run(ModelPlan plan) =>
        plan with { Layers = new([.. plan.Layers.Select(layer => layer is WeightLayer weights ? weights with { Kernels = Choose(weights) } : layer)]) };

    /// <summary>Every kernel that can compute the layer, in ascending order of expected cost.</summary>
    public static IEnumerable<Kernel> Candidates(WeightLayer layer) =>
        Proposals.SelectMany(propose => propose(layer)).OrderBy(kernel => kernel.Estimate.Cycles);

    private static EquatableArray<Kernel> Choose(WeightLayer layer)
    {
        var chosen = new List<Kernel>();
        foreach (Kernel kernel in Candidates(layer))
        {
            if (!chosen.Exists(better => kernel.InstructionSet.Implies(better.InstructionSet)))
            {
                chosen.Add(kernel);
            }
        }

        return new([.. chosen]);
    }
}
