using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace DeepCompression.Aot.CommandLine.Diagnosis;

/// <summary>The instruction sets that kernels can use and this processor has.</summary>
internal static class ProcessorFeatures
{
    private static readonly (string Name, bool Present)[] Known =
    [
        ("SSE4.2", Sse42.IsSupported),
        ("AVX2", Avx2.IsSupported),
        ("FMA", Fma.IsSupported),
        ("AVX-512 F", Avx512F.IsSupported),
        ("AVX-512 BW", Avx512BW.IsSupported),
        ("AVX-512 VBMI", Avx512Vbmi.IsSupported),
        ("AdvSimd", AdvSimd.IsSupported),
        ("AdvSimd dot products", Dp.IsSupported),
    ];

    /// <summary>Their names, narrow before wide.</summary>
    public static IReadOnlyList<string> Names => [.. Known.Where(feature => feature.Present).Select(feature => feature.Name)];
}
