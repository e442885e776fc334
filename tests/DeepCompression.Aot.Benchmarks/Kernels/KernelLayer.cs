using DeepCompression.Aot.Benchmarks.Networks;
using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Benchmarks.Kernels;

/// <summary>A layer for which the generator picks one kind of kernel where the processor has all instructions.</summary>
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
        new("unrolled, weights as constants", "100 → 10, 26 %", () => NetworkCatalogue.Linear(100, 10, 0.26)),
        new("dense columns", "256 → 64, 95 %", () => NetworkCatalogue.Linear(256, 64, 0.95)),
        new("sparse rows of values", "500 → 10, 15 %", () => NetworkCatalogue.Linear(500, 10, 0.15)),
        new("sparse rows, sliding windows", LastShape, Last),
        new("sparse rows in pairs, sliding windows", "4096 → 4096, 9 %", () => NetworkCatalogue.Linear(4096, 4096, 0.09)),
        new("sparse rows of 8-bit weights", LastShape, Last, Arithmetic: "int8"),
        new("sparse rows of 14-bit weights", LastShape, Last, Arithmetic: "int14"),
        new("sparse rows side by side, laid out in constants", LastShape, Last, Memory: "readonly"),
        new("sparse rows, sliding windows, laid out in constants", LastShape, Last, Memory: "readonly-avx512"),
        new("packed weights", LastShape, Last, Memory: "streaming"),
        new("direct sparse taps", SparseShape, Sparse),
        new("direct sparse taps over packed planes, laid out in constants", SparseShape, Sparse, Memory: "readonly"),
        new("Winograd", "256 → 384, 3×3 over 13×13, 35 %", () => NetworkCatalogue.Convolution(256, 13, 384, window: 3, padding: 1, 0.35)),
        new("tiled product, dense", PointwiseShape, Pointwise),
        new("tiled product of bytes", PointwiseShape, Pointwise, Arithmetic: "int8"),
        new("packed weights", PointwiseShape, Pointwise, Memory: "streaming"),
        new("dense taps over the input", DepthwiseShape, () => Depthwise(new SlidingWindow(3, 3, 1, 1, 1, 1, 1, 1))),
        new("dense taps in groups", $"{DepthwiseShape}, stride 3", () => Depthwise(new SlidingWindow(3, stride: 3))),
        new("dense taps in groups, decoded", $"{DepthwiseShape}, stride 3", () => Depthwise(new SlidingWindow(3, stride: 3)), Memory: "streaming"),
    ];

    private const string LastShape = "4096 → 1000, 25 %";
    private const string SparseShape = "128 → 128, 3×3 over 28×28, 10 %";
    private const string DepthwiseShape = "32 planes of 24×24, 3×3";
    private const string PointwiseShape = "64 → 256, 1×1 over 27×27, 99 %";

    private static BenchmarkNetwork Last() => NetworkCatalogue.Linear(4096, 1000, 0.25);

    private static BenchmarkNetwork Sparse() => NetworkCatalogue.Convolution(128, 28, 128, window: 3, padding: 1, 0.10);

    private static BenchmarkNetwork Pointwise() => NetworkCatalogue.Convolution(64, 27, 256, window: 1, padding: 0, 0.99);

    private static BenchmarkNetwork Depthwise(SlidingWindow window) => NetworkCatalogue.DepthwiseConvolution(32, 24, window, 0.99);

    /// <inheritdoc/>
    public override string ToString() => $"{Kernel}: {Layer}";
}
