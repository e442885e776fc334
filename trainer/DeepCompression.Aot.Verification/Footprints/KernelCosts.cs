using DeepCompression.Aot.Verification.Generating;

namespace DeepCompression.Aot.Verification.Footprints;

/// <summary>
/// What code takes on a Cortex-M: read off the link maps and the disassembly of networks that were compiled, by ilc 10.0.14 for size, which
/// writes the same code for every core. The kernels that neither the LeNets nor DS-CNN nor ResNet-8 call, such as weights that are ready to
/// run with pooling, are estimated from their neighbours. Tests compile networks anew and hold the lines that these call to what they find.
/// </summary>
internal static class KernelCosts
{
    /// <summary>Bytes of the function for C, the method that calls the layers, and what the compiler adds to every library.</summary>
    public const int EntryPoint = 300;

    /// <summary>Bytes of the call of a layer.</summary>
    public const int LayerCall = 24;

    /// <summary>Bytes of stack down to a layer's method.</summary>
    public const int EntryStack = 128;

    private static readonly KernelCost Tables = new("RowTables") { Shared = 132 };
    private static readonly KernelCost Reader = new("RowReader") { Shared = 1108, Needs = Tables };
    private static readonly KernelCost Window = new("PlainWindow") { Shared = 144 };

    private static readonly Dictionary<string, KernelCost> ByName = new KernelCost[]
    {
        new("RowProduct.Apply<FloatNumbers>(PackedRows)") { Shared = 1140, PerLayer = 308, Stack = 432, Needs = Tables },
        new("RowProduct.Apply<ByteNumbers>(PackedRows)") { Shared = 1208, PerLayer = 350, Stack = 464, Needs = Tables },
        new("RowProduct.Apply<CalibratedNumbers>(PackedRows)") { Shared = 1220, PerLayer = 364, Stack = 464, Needs = Tables },
        new("RowProduct.Apply<FloatNumbers>(ReadyRows)") { Shared = 236, PerLayer = 168, Stack = 160 },
        new("RowProduct.Apply<ByteNumbers>(ReadyRows)") { Shared = 256, PerLayer = 204, Stack = 184 },
        new("RowProduct.Apply<CalibratedNumbers>(ReadyRows)") { Shared = 256, PerLayer = 230, Stack = 184 },
        new("RowConvolution.Apply<FloatNumbers>(PackedRows)") { PerShape = 950, PerLayer = 292, Stack = 520, Needs = Reader },
        new("RowConvolution.Apply<ByteNumbers>(PackedRows)") { PerShape = 700, PerLayer = 348, Stack = 592, Needs = Reader },
        new("RowConvolution.Apply<CalibratedNumbers>(PackedRows)") { PerShape = 815, PerLayer = 364, Stack = 592, Needs = Reader },
        new("RowConvolution.Apply<FloatNumbers>(ReadyRows)") { PerShape = 850, PerLayer = 160, Stack = 304 },
        new("RowConvolution.Apply<ByteNumbers>(ReadyRows)") { PerShape = 610, PerLayer = 218, Stack = 368 },
        new("RowConvolution.Apply<CalibratedNumbers>(ReadyRows)") { PerShape = 810, PerLayer = 230, Stack = 368 },
        new("RowConvolution.Apply<FloatNumbers>(PackedRows) with pooling") { PerShape = 1100, PerLayer = 298, Stack = 520, Needs = Reader },
        new("RowConvolution.Apply<ByteNumbers>(PackedRows) with pooling") { PerShape = 1000, PerLayer = 354, Stack = 608, Needs = Reader },
        new("RowConvolution.Apply<CalibratedNumbers>(PackedRows) with pooling") { PerShape = 1050, PerLayer = 364, Stack = 608, Needs = Reader },
        new("RowConvolution.Apply<FloatNumbers>(ReadyRows) with pooling") { PerShape = 1040, PerLayer = 160, Stack = 304 },
        new("RowConvolution.Apply<ByteNumbers>(ReadyRows) with pooling") { PerShape = 950, PerLayer = 220, Stack = 384 },
        new("RowConvolution.Apply<CalibratedNumbers>(ReadyRows) with pooling") { PerShape = 1000, PerLayer = 230, Stack = 384 },
        new("ByteLayers.Add") { Shared = 500, PerLayer = 60, Stack = 160 },
        new("ByteLayers.AveragePool") { Shared = 244, PerLayer = 120, Stack = 200, Needs = Window },
        new("ByteLayers.Softmax") { Shared = 352, PerLayer = 16, Stack = 80 },
        new("ByteScale.BiasShift"),
        new("ByteScale.Bound") { Shared = 60, Stack = 24 },
        new("ByteScale.Narrow") { Shared = 180, Stack = 48 },
        new("ByteScale.OutputExponent"),
        new("ByteScale.OutputShift") { Shared = 32, Stack = 8 },
        new("FloatLayers.Add") { Shared = 92, PerLayer = 8, Stack = 16 },
        new("FloatLayers.AveragePool") { Shared = 256, PerLayer = 94, Stack = 200, Needs = Window },
        new("FloatLayers.Softmax") { Shared = 500, Stack = 16 },
        new("PlainLayers.Clip<ByteElements>") { Shared = 80, PerLayer = 40, Stack = 32 },
        new("PlainLayers.Clip<FloatElements>") { Shared = 80, PerLayer = 40, Stack = 32 },
        new("PlainLayers.Copy") { Shared = 40, Stack = 16 },
        new("PlainLayers.MaxPool<ByteElements>") { Shared = 250, PerLayer = 100, Stack = 200, Needs = Window },
        new("PlainLayers.MaxPool<FloatElements>") { Shared = 250, PerLayer = 94, Stack = 200, Needs = Window },
        new("PlainLayers.Pad") { Shared = 172, PerLayer = 12, Stack = 64 },
        new("PlainLayers.Relu<ByteElements>") { Shared = 60, Stack = 16 },
        new("PlainLayers.Relu<FloatElements>") { Shared = 60, Stack = 16 },
    }.ToDictionary(kernel => kernel.Name, StringComparer.Ordinal);

    /// <summary>What a kernel takes.</summary>
    /// <param name="name">The kernel as <see cref="PrintedKernel"/> names it.</param>
    /// <exception cref="GenerationException">It has not been measured.</exception>
    public static KernelCost Of(string name) => ByName.TryGetValue(name, out KernelCost? cost)
        ? cost
        : throw new GenerationException($"the code of the kernel {name} has not been measured; build the network, whose link map has its size");

    /// <summary>A kernel and the code that it calls, which other kernels may call as well.</summary>
    public static IEnumerable<KernelCost> WithNeeds(KernelCost kernel)
    {
        for (KernelCost? needed = kernel; needed is not null; needed = needed.Needs)
        {
            yield return needed;
        }
    }
}

/// <summary>What the code of a kernel takes, in bytes; nothing where the compiler makes it part of its callers.</summary>
/// <param name="Name">The kernel.</param>
internal sealed record KernelCost(string Name)
{
    /// <summary>Flash, once in a network.</summary>
    public int Shared { get; init; }

    /// <summary>Flash for each shape that it is compiled for.</summary>
    public int PerShape { get; init; }

    /// <summary>Flash for each layer that calls it: the layer's method, and what describes its weights.</summary>
    public int PerLayer { get; init; }

    /// <summary>Stack from the layer's method on: the frames of the longest chain of calls.</summary>
    public int Stack { get; init; }

    /// <summary>Code that it shares with other kernels.</summary>
    public KernelCost? Needs { get; init; }
}
