using DeepCompression.Aot.Generator.Model;

namespace DeepCompression.Aot.Generator.Passes;

/// <summary>
/// Lets the sums of a fully connected layer stay in the places of its layout where the next one takes them so: its columns are renumbered
/// once, when weights are unpacked, and no sum has to find its row in every inference. Whatever the processor, either both layers run
/// kernels that do or neither.
/// </summary>
internal static class KeepPlaces
{
    /// <summary>The share of a layer's time from which on it is worth the renumbering.</summary>
    private const double WorthWhile = 0.02;

    /// <summary>What processors have, each a set of instruction sets.</summary>
    private static readonly InstructionSet[][] Processors =
    [
        [InstructionSet.Avx512],
        [InstructionSet.Avx512, InstructionSet.Vector512],
        [InstructionSet.Avx512, InstructionSet.Avx512Vbmi],
        [InstructionSet.Avx512, InstructionSet.Avx512Vbmi, InstructionSet.Vector512],
    ];

    public static ModelPlan Run(ModelPlan plan)
    {
        List<Layer> layers = [.. plan.Layers];
        for (int i = 0; i < layers.Count; i++)
        {
            int before = layers[i] is LinearLayer { Input: int input } ? OnlyReader.Producer(plan, layers, input) : -1;
            if (before >= 0 && layers[before] is LinearLayer first && CanKeep(first, (LinearLayer)layers[i]))
            {
                (layers[before], layers[i]) = Keep(first, (LinearLayer)layers[i]);
            }
        }

        return plan with { Layers = new([.. layers]) };
    }

    private static bool CanKeep(LinearLayer first, LinearLayer second) =>
        first.Vectors == second.Vectors && first.Rows == second.Columns
        && first.Rows * CostModel.WindowRow > WorthWhile * first.Kernels[0].Estimate.Cycles;

    private static (Layer First, Layer Second) Keep(LinearLayer first, LinearLayer second)
    {
        var writers = new HashSet<Kernel>(first.Kernels.Where(kernel => kernel is SlidingKernel));
        var readers = new HashSet<Kernel>(second.Kernels.Where(kernel => kernel is SlidingKernel));
        bool changed = true;
        while (changed)
        {
            changed = false;
            foreach (InstructionSet[] processor in Processors)
            {
                (Kernel writer, Kernel reader) = (Pick(first, processor), Pick(second, processor));
                if (writers.Contains(writer) != readers.Contains(reader))
                {
                    changed = writers.Remove(writer) | readers.Remove(reader);
                }
            }
        }

        return (
            first with { Kernels = new([.. first.Kernels.Select(kernel => writers.Contains(kernel) ? (SlidingKernel)kernel with { SumsInPlaces = true } : kernel)]) },
            second with { Kernels = new([.. second.Kernels.Select(kernel => readers.Contains(kernel) ? (SlidingKernel)kernel with { InputInPlaces = true } : kernel)]) });
    }

    /// <summary>The kernel that a processor runs.</summary>
    private static Kernel Pick(LinearLayer layer, InstructionSet[] processor) =>
        layer.Kernels.First(kernel => processor.Any(has => has.Implies(kernel.InstructionSet)));
}
