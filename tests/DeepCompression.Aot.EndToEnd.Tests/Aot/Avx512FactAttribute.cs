using System.Runtime.Intrinsics.X86;

namespace DeepCompression.Aot.Tests.Aot;

/// <summary>A fact that runs a program compiled for AVX-512 on MNIST; skipped, visibly, where either is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class Avx512FactAttribute : FactAttribute
{
    public Avx512FactAttribute() =>
        Skip = new DataFactAttribute("mnist").Skip ?? (Avx512F.IsSupported ? null : "Needs a processor with AVX-512.");
}
