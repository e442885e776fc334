using DeepCompression.Aot.Format;
using DeepCompression.Aot.Generator.Model;
using DeepCompression.Aot.Generator.Passes;

namespace DeepCompression.Aot.Generator.Placement;

/// <summary>Which convolutions are laid out when the project is built: those of coded weights whose planes are as long as a vector.</summary>
/// <remarks>Compiled into the build task as well.</remarks>
internal static class ReadOnlyTaps
{
    /// <summary>The kernel of a layer whose layout is constants, which runs on every processor; null where its weights are not laid out.</summary>
    /// <param name="artifact">The artifact.</param>
    /// <param name="layer">The layer.</param>
    /// <param name="memory">Where the project wants weights.</param>
    public static Kernel? Kernel(Artifact artifact, ConvolutionLayer layer, WeightMemory memory)
    {
        // A layout is for one shape of the input, so a weight that is read twice has none.
        if (!memory.IsReadOnly()
            || layer.Weight.Tensor is not CodedTensor
            || artifact.Graph.Operators.Count(op => op.Parameters.Contains(layer.Weight.Number)) != 1)
        {
            return null;
        }

        InstructionSet widest = memory == WeightMemory.ReadOnlyAvx512 ? InstructionSet.Vector512 : InstructionSet.Vector256;
        return PackedTilesProposals.Propose(layer)
            .Where(kernel => widest.Implies(kernel.InstructionSet))
            .OrderBy(kernel => kernel.Estimate.Cycles)
            .FirstOrDefault()?.InConstants();
    }
}
