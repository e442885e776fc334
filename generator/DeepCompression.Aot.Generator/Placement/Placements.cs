using DeepCompression.Aot.Format;
using DeepCompression.Aot.Generator.Model;
using DeepCompression.Aot.Generator.Passes;

namespace DeepCompression.Aot.Generator.Placement;

/// <summary>The layouts that are constants of a program.</summary>
/// <remarks>Compiled into the build task as well, which embeds what the generator expects to find.</remarks>
internal static class Placements
{
    /// <summary>The weights that a project has laid out, by the number of their parameter; none where it wants them elsewhere.</summary>
    /// <param name="artifact">The artifact; what is beyond <see cref="NetworkLimits"/> is the generator's to report.</param>
    /// <param name="memory">Where the project wants weights.</param>
    /// <param name="arithmetic">What it wants to compute with.</param>
    public static Dictionary<int, PlacedImage> Of(Artifact artifact, WeightMemory memory, Arithmetic arithmetic)
    {
        var parsed = new ParsedArtifact(artifact, FileBytes: 0) { Memory = memory, Arithmetic = arithmetic };
        return memory.IsReadOnly() && NetworkLimits.Problem(parsed) is null ? Of(KernelPasses.Run(string.Empty, parsed)) : [];
    }

    /// <summary>The weights of a plan that are laid out, by the number of their parameter.</summary>
    public static Dictionary<int, PlacedImage> Of(ModelPlan plan)
    {
        var images = new Dictionary<int, PlacedImage>();
        foreach (WeightLayer layer in plan.Layers.OfType<WeightLayer>().Select(layer => layer.Product))
        {
            if (!images.ContainsKey(layer.Weight.Number) && Layout(layer) is { } layout)
            {
                images.Add(layer.Weight.Number, Image(layer, layout));
            }
        }

        return images;
    }

    /// <summary>The layout that is in a layer's constants, or null where packed weights are.</summary>
    public static WeightLayout? Layout(WeightLayer layer) => layer.Kernels.FirstOrDefault(kernel => kernel.Placed)?.Layout;

    /// <summary>The weights of a layer in that layout.</summary>
    public static PlacedImage Image(WeightLayer layer, WeightLayout layout) => (layer, layout) switch
    {
        (ConvolutionLayer convolution, PackedTapsLayout taps) => TapImage.Of(convolution, taps),
        (LinearLayer linear, _) => RowImage.Of((CodedTensor)linear.Weight.Tensor, layout),
        _ => throw new InvalidOperationException($"No constants for layout {layout.GetType().Name}."),
    };

    /// <summary>The kernel of a layer whose layout is constants; null where its weights are not laid out.</summary>
    public static Kernel? Kernel(Artifact artifact, WeightLayer layer, WeightMemory memory) => layer switch
    {
        LinearLayer linear => ReadOnlyRows.Kernel(artifact, linear, memory),
        ConvolutionLayer convolution => ReadOnlyTaps.Kernel(artifact, convolution, memory),
        _ => null,
    };
}
