using DeepCompression.Aot.Format;
using DeepCompression.Aot.Generator.Model;
using DeepCompression.Aot.Generator.Passes;

namespace DeepCompression.Aot.Generator.Placement;

/// <summary>Which weights are laid out when the project is built, and how: those of fully connected layers that a layout can hold.</summary>
/// <remarks>Compiled into the build task as well, which embeds what the generator expects to find.</remarks>
internal static class ReadOnlyRows
{
    /// <summary>The kernel of a layer whose layout is constants, which runs on every processor; null where its weights are not laid out.</summary>
    /// <param name="artifact">The artifact.</param>
    /// <param name="layer">The layer.</param>
    /// <param name="memory">Where the project wants weights.</param>
    public static Kernel? Kernel(Artifact artifact, LinearLayer layer, WeightMemory memory)
    {
        if (!memory.IsReadOnly() || layer.Samples > 1 || !IsOfLinearLayers(artifact, layer.Weight.Number))
        {
            return null;
        }

        // The task does not know how activations become integers, on which the cost depends, so costs of integers are not compared with others.
        Kernel[] kernels = memory == WeightMemory.ReadOnlyAvx512
            ? [.. WindowProposals.Propose(layer)]
            : [.. SparseRowProposals.Propose(layer).OfType<LanesKernel>()];
        Kernel? best = kernels.OfType<IntegerWindowKernel>().FirstOrDefault() ?? kernels.OrderBy(kernel => kernel.Estimate.Cycles).FirstOrDefault();
        return best?.InConstants();
    }

    /// <summary>Whether a parameter is the weight of fully connected layers, and nothing else.</summary>
    private static bool IsOfLinearLayers(Artifact artifact, int parameter)
    {
        return artifact.Graph.Operators.Where(op => op.Parameters.Contains(parameter)).All(op => op switch
        {
            LinearOperator linear => linear.Weight == parameter,
            LinearRowsOperator rows => rows.Weight == parameter,
            _ => false,
        });
    }
}
