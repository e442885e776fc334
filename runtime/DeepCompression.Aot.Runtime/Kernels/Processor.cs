using System.Runtime.Intrinsics.X86;

namespace DeepCompression.Aot.Runtime;

/// <summary>What a kernel asks of the processor besides its instructions, where two ways of the same sums differ in time.</summary>
internal static class Processor
{
    /// <summary>
    /// Whether to load a vector that lies in two cache lines costs more than a shift or a step more: so with AMD's processors, which have
    /// a pipe to spare for shifts, while Intel's shifts share theirs with multiply-adds.
    /// </summary>
    public static readonly bool LoadsAcrossLinesSlowly = IsAmd();

    private static bool IsAmd() => X86Base.IsSupported && X86Base.CpuId(0, 0) is (_, 0x68747541, 0x444D4163, 0x69746E65); // AuthenticAMD
}
