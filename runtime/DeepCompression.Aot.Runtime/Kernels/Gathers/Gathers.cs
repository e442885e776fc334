using System.Runtime.Intrinsics.X86;

namespace DeepCompression.Aot.Runtime;

/// <summary>The way of gathering that is faster on this processor.</summary>
/// <remarks>
/// AMD's processors run a gather as a small program: eight lanes take a Zen 5 twelve cycles, eight loads and what puts them together five.
/// What a program is compiled for does not tell the processor's maker, so this is asked once at run time, in NativeAOT executables too.
/// </remarks>
internal static class Gathers
{
    /// <summary>Whether loads of one number each are faster than the instruction.</summary>
    public static readonly bool AreSlow = X86Base.IsSupported && IsAmd(X86Base.CpuId(0, 0));

    /// <summary>The way.</summary>
    public static GatherWay Way => !Instructions.Gather ? GatherWay.None : AreSlow ? GatherWay.Loads : GatherWay.Instruction;

    /// <summary>Whether the registers of the processor's function 0 say "AuthenticAMD".</summary>
    internal static bool IsAmd((int Eax, int Ebx, int Ecx, int Edx) registers) =>
        (registers.Ebx, registers.Edx, registers.Ecx) == (0x6874_7541, 0x6974_6E65, 0x444D_4163);
}
