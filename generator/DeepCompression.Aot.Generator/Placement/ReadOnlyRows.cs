using DeepCompression.Aot.Format;
using DeepCompression.Aot.Generator.Emit;
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
            : [.. SparseRowProposals.Propose(layer).OfType<GatherLanesKernel>()];
        Kernel? best = kernels.OfType<IntegerWindowKernel>().FirstOrDefault() ?? kernels.OrderBy(kernel => kernel.Estimate.Cycles).FirstOrDefault();
        return best is null ? null : best with { InstructionSet = InstructionSet.Scalar, Placed = true };
    }

    /// <summary>The numbers of a parameter's weights, laid out; null where they are packed.</summary>
    /// <inheritdoc cref="Layout"/>
    public static RowImage? Image(Artifact artifact, int parameter, WeightMemory memory, Arithmetic arithmetic) =>
        Layout(artifact, parameter, memory, arithmetic) is { } layout ? RowImage.Of((CodedTensor)KernelWeights.Of(artifact, parameter), layout) : null;

    /// <summary>The layout of a parameter's weights; null where they are packed.</summary>
    /// <param name="artifact">The artifact.</param>
    /// <param name="parameter">The number of the parameter.</param>
    /// <param name="memory">Where the project wants weights.</param>
    /// <param name="arithmetic">What it wants to compute with.</param>
    public static WeightLayout? Layout(Artifact artifact, int parameter, WeightMemory memory, Arithmetic arithmetic)
    {
        var layer = new LinearLayer(Output: 0, Input: 0, new(parameter, Name: null, KernelWeights.Of(artifact, parameter)), Bias: null)
        {
            IntegerActivations = arithmetic == Arithmetic.Float32 ? null : new(Magnitude: null, MayBeNegative: true, Fine: arithmetic == Arithmetic.Int14),
        };
        return Kernel(artifact, layer, memory)?.Layout;
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
