using DeepCompression.Aot.Format;
using DeepCompression.Aot.Generator.Model;
using DeepCompression.Aot.Generator.Placement;

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
        WindowProposals.Propose,
        SparseRowProposals.Propose,
        DenseColumnProposals.Propose,
        PackedTilesProposals.Propose,
        PanelsProposals.Propose,
        WinogradProposals.Propose,
        ScalarTapsProposal.Propose,
        StreamingProposal.Propose,
        GroupedProposal.Propose,
        DirectProposals.Propose,
    ];

    /// <summary>
    /// Weights, zeros included, that a network may have as literals of straight-line code: eight of the largest such layers. Compilers
    /// take long over more of them.
    /// </summary>
    private const int MaxLiteralWeights = 16_384;

    public static ModelPlan Run(ModelPlan plan)
    {
        long literalWeights = 0;
        var layers = new List<Layer>();
        foreach (Layer layer in plan.Layers)
        {
            if (layer is not WeightLayer weights)
            {
                layers.Add(layer);
                continue;
            }

            long elements = weights.Weight.Tensor.Shape.ElementCount;
            WeightLayer chosen = weights with { Kernels = Choose(weights, plan.Source, mayUnroll: literalWeights + elements <= MaxLiteralWeights) };
            layers.Add(chosen);
            literalWeights += chosen.Kernels.Any(kernel => !kernel.ReadsConstants) ? elements : 0;
        }

        return plan with { Layers = new([.. layers]) };
    }

    /// <summary>Every kernel that can compute the layer, in ascending order of expected cost.</summary>
    public static IEnumerable<Kernel> Candidates(WeightLayer layer) => CandidatesOf(layer.Product);

    /// <summary>The same, or where the layer's weights are laid out in constants that kernel, and those that have weights in their code.</summary>
    private static IEnumerable<Kernel> Candidates(WeightLayer layer, ParsedArtifact source) =>
        Placements.Kernel(source.Artifact, layer, source.Memory) is { } placed
            ? Candidates(layer).Where(kernel => !kernel.ReadsConstants).Append(placed).OrderBy(kernel => kernel.Estimate.Cycles)
            : Candidates(layer);

    private static IEnumerable<Kernel> CandidatesOf(WeightLayer layer) =>
        (layer is LinearLayer { Samples: > 1 } ? BatchProposal.Propose(layer) : Proposals.SelectMany(propose => propose(layer)))
        .OrderBy(kernel => kernel.Estimate.Cycles);

    private static EquatableArray<Kernel> Choose(WeightLayer layer, ParsedArtifact source, bool mayUnroll)
    {
        // What is stored number by number is small, or not worth a thought.
        bool mayUnpack = source.Memory != WeightMemory.Streaming || layer.Weight.Tensor is not CodedTensor;
        var chosen = new List<Kernel>();
        foreach (Kernel kernel in Candidates(layer, source).Where(kernel => (mayUnroll || kernel.ReadsConstants) && (mayUnpack || kernel.Layout is null)))
        {
            if (!chosen.Exists(better => kernel.InstructionSet.Implies(better.InstructionSet)))
            {
                chosen.Add(kernel with { TwoThreads = source.TwoThreads && kernel.CanSplit && kernel.Estimate.Cycles > CostModel.WorthTwoThreads });
            }
        }

        return new([.. chosen]);
    }
}
