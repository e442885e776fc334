using DeepCompression.Aot.Runtime;

namespace DeepCompression.Aot.CommandLine.Diagnosis;

/// <summary>The fastest kernels that generated code may choose on this processor; which of them a layer gets depends on the layer.</summary>
/// <param name="Layers">Kinds of layers, and their arithmetic.</param>
/// <param name="Kernel">What multiplies their weights.</param>
internal sealed record KernelChoice(string Layers, string Kernel)
{
    /// <summary>The choices, as the runtime makes them, the environment's limit included.</summary>
    /// <exception cref="InvalidOperationException">The environment variable names no instructions that there are.</exception>
    public static IReadOnlyList<KernelChoice> All() =>
    [
        new("fully connected, fp32", FloatRows()),
        new("fully connected, int8 and int14", Instructions.Avx512Vbmi ? "windows of bytes, AVX-512 VBMI" : "those of fp32: no AVX-512 VBMI"),
        new("convolution, fp32", $"register tiles, {Vectors()}"),
        new("convolution, int8", Instructions.AvxVnni ? "panels of bytes, AVX-VNNI" : "that of fp32: no AVX-VNNI"),
        new("everything else", Vectors()),
    ];

    private static string FloatRows() =>
        Instructions.Avx512 ? "windows, AVX-512 permutes"
        : Instructions.Gather ? "lanes, AVX2 gathers"
        : $"sparse rows, {Vectors()}";

    private static string Vectors() =>
        Instructions.Vector512 ? "vectors of 16 floats"
        : Instructions.Vector256 ? "vectors of 8 floats"
        : Instructions.Vector128 ? "vectors of 4 floats"
        : "scalar";
}
