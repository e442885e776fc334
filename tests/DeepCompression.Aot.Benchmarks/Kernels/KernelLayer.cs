using DeepCompression.Aot.Benchmarks.Networks;
using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Benchmarks.Kernels;

/// <summary>A convolution for which the generator picks one kind of kernel where the processor has all instructions.</summary>
/// <param name="Kernel">The kind, in the first words of what the generated code calls it.</param>
/// <param name="Layer">The shape, for people.</param>
/// <param name="Create">Draws the weights.</param>
/// <param name="Arithmetic">What the item's metadata Arithmetic says, or null for the default.</param>
/// <param name="Memory">What its Memory says, or null.</param>
internal sealed record KernelLayer(
    string Kernel, string Layer, Func<BenchmarkNetwork> Create, string? Arithmetic = null, string? Memory = null)
{
    /// <summary>One layer for each kind of kernel.</summary>
    public static IReadOnlyList<KernelLayer> All { get; } =
    [
        new("direct sparse taps", "128 → 128, 3×3 over 28×28, 10 %", () => NetworkCatalogue.Convolution(128, 28, 128, window: 3, padding: 1, 0.10)),
        new("Winograd", "256 → 384, 3×3 over 13×13, 35 %", () => NetworkCatalogue.Convolution(256, 13, 384, window: 3, padding: 1, 0.35)),
        new("tiled product, dense", PointwiseShape, Pointwise),
        new("tiled product of bytes", PointwiseShape, Pointwise, Arithmetic: "int8"),
        new("dense taps over the input", "32 planes of 24×24, 3×3", () => Depthwise(new SlidingWindow(3, 3, 1, 1, 1, 1, 1, 1))),
        new("dense taps in groups", "32 planes of 24×24, 3×3, stride 3", () => Depthwise(new SlidingWindow(3, stride: 3))),
        new("packed weights", PointwiseShape, Pointwise, Memory: "streaming"),
    ];

    private const string PointwiseShape = "64 → 256, 1×1 over 27×27, 99 %";

    private static BenchmarkNetwork Pointwise() => NetworkCatalogue.Convolution(64, 27, 256, window: 1, padding: 0, 0.99);

    private static BenchmarkNetwork Depthwise(SlidingWindow window) => NetworkCatalogue.DepthwiseConvolution(32, 24, window, 0.99);

    /// <inheritdoc/>
    public override string ToString() => $"{Kernel}: {Layer}";
}
