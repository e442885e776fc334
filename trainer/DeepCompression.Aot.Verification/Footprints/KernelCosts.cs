using DeepCompression.Aot.Verification.Generating;

namespace DeepCompression.Aot.Verification.Footprints;

/// <summary>
/// What code takes on a Cortex-M: read off the link maps and the disassembly of networks that were compiled, by ilc 10.0.14 for size, which
/// writes the same code for every core. Tests compile networks anew and hold every line to it; what they print is what the line should say.
/// </summary>
internal static class KernelCosts
{
    /// <summary>Bytes of the function for C, the method that calls the layers, and what the compiler adds to every library.</summary>
    public const int EntryPoint = 300;

    /// <summary>Bytes of the call of a layer.</summary>
    public const int LayerCall = 22;

    /// <summary>Bytes of stack down to a layer's method.</summary>
    public const int EntryStack = 80;

    private static readonly KernelCost Reader = new("RowReader") { Shared = 1328 };

    private static readonly Dictionary<string, KernelCost> ByName = new KernelCost[]
    {
        new("RowProduct.Apply<FloatNumbers>(PackedRows)") { Shared = 296, PerLayer = 284, Stack = 432, Needs = Reader },
        new("RowProduct.Apply<ByteNumbers>(PackedRows)") { Shared = 304, PerLayer = 340, Stack = 464, Needs = Reader },
        new("RowConvolution.Apply<FloatNumbers>(PackedRows)") { PerShape = 570, PerLayer = 250, Stack = 448, Needs = Reader },
        new("RowConvolution.Apply<FloatNumbers>(PackedRows) with pooling") { PerShape = 1030, PerLayer = 284, Stack = 448, Needs = Reader },
        new("RowConvolution.Apply<ByteNumbers>(PackedRows)") { PerShape = 520, PerLayer = 300, Stack = 488, Needs = Reader },
        new("RowConvolution.Apply<ByteNumbers>(PackedRows) with pooling") { PerShape = 910, PerLayer = 336, Stack = 488, Needs = Reader },
        new("ByteScale.BiasShift"),
        new("ByteScale.Narrow") { Shared = 180, Stack = 24 },
        new("PlainLayers.Add") { Shared = 92, PerLayer = 20, Stack = 16 },
        new("PlainLayers.AveragePool") { Shared = 424, PerLayer = 60, Stack = 144 },
        new("PlainLayers.Copy") { Shared = 40, PerLayer = 12, Stack = 16 },
        new("PlainLayers.MaxPool") { Shared = 404, PerLayer = 60, Stack = 136 },
        new("PlainLayers.Pad") { Shared = 236, PerLayer = 32, Stack = 72 },
        new("PlainLayers.Relu") { Shared = 60, PerLayer = 12, Stack = 16 },
    }.ToDictionary(kernel => kernel.Name, StringComparer.Ordinal);

    /// <summary>What a kernel takes.</summary>
    /// <param name="name">The kernel as <see cref="PrintedKernel"/> names it.</param>
    /// <exception cref="GenerationException">It has not been measured.</exception>
    public static KernelCost Of(string name) => ByName.TryGetValue(name, out KernelCost? cost)
        ? cost
        : throw new GenerationException($"the code of the kernel {name} has not been measured; build the network, whose link map has its size");

    /// <summary>A kernel and the code that it calls, which other kernels may call as well.</summary>
    public static IEnumerable<KernelCost> WithNeeds(KernelCost kernel) => kernel.Needs is null ? [kernel] : [kernel, kernel.Needs];
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
