using DeepCompression.Aot.Verification.Generating;

namespace DeepCompression.Aot.Verification.Footprints;

/// <summary>
/// Reads a network's footprint off the code that the generator writes for it: constants as they are written, memory from the header for C,
/// and for the code of each kernel that is called what <see cref="KernelCosts"/> measured.
/// </summary>
internal static class FootprintReader
{
    /// <summary>The footprint of an artifact.</summary>
    /// <param name="name">The artifact's file name.</param>
    /// <param name="artifact">Its bytes.</param>
    /// <param name="arithmetic">What it computes with, as projects write it: float32 or int8.</param>
    /// <param name="memory">How its weights are stored: empty for packed, readonly for ready to run.</param>
    /// <param name="cancellation">Ends the generator's work.</param>
    /// <exception cref="GenerationException">No code can be generated for it on this platform; the message names the operator or option.</exception>
    public static Footprint Read(string name, byte[] artifact, string arithmetic, string memory = "", CancellationToken cancellation = default)
    {
        var code = FreestandingCode.Of(name, artifact, arithmetic, memory, cancellation);
        var constants = new ConstantSizes();
        var compiled = new HashSet<PrintedKernel>();
        LayerFootprint[] layers = [.. code.Layers.Select(layer => Measure(layer, constants, compiled))];
        KernelCost[] kernels = [.. compiled.Select(kernel => KernelCosts.Of(kernel.Name)).SelectMany(KernelCosts.WithNeeds).Distinct()];
        return new Footprint(layers, KernelCosts.EntryPoint + kernels.Sum(kernel => kernel.Shared), Ram(code.Header, kernels));
    }

    /// <summary>Code for a shape belongs to the first layer that has it.</summary>
    private static LayerFootprint Measure(LayerCode layer, ConstantSizes constants, HashSet<PrintedKernel> compiled)
    {
        (int weights, int tables) = constants.Add(layer.Constants);
        int code = KernelCosts.LayerCall;
        foreach (PrintedKernel kernel in layer.Kernels)
        {
            KernelCost cost = KernelCosts.Of(kernel.Name);
            code += cost.PerLayer + (compiled.Add(kernel) ? cost.PerShape : 0);
        }

        return new LayerFootprint(layer.Name, weights, tables, code);
    }

    private static RamFootprint Ram(CHeader header, KernelCost[] kernels) => new(
        header.WorkspaceBytes,
        header.InputBytes,
        header.OutputBytes,
        KernelCosts.EntryStack + kernels.Select(kernel => kernel.Stack).DefaultIfEmpty(0).Max());
}
