using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace DeepCompression.Aot.Runtime;

/// <summary>What kernels ask of the processor besides its instructions, where two ways to the same sums differ in time.</summary>
/// <remarks>
/// What a program is compiled for does not tell the processor's maker, so this is asked once at run time, in NativeAOT executables too.
/// </remarks>
internal static class Processor
{
    private const int Others = 1;
    private const int Amd = 2;

    /// <summary>
    /// Who made it, 0 before it was asked. A field with an initialiser would be set by a class constructor, for which NativeAOT allocates
    /// memory in the first inference.
    /// </summary>
    private static int _maker;

    /// <summary>
    /// Whether loads of one number each are faster than gathers, which AMD's processors run as small programs: eight lanes take a
    /// Zen 5 twelve cycles, eight loads and what puts them together five.
    /// </summary>
    public static bool GathersSlowly => IsAmds;

    /// <summary>
    /// Whether to load a vector that lies in two cache lines costs more than a shift or a step more: so with AMD's processors, which have
    /// a pipe to spare for shifts, while Intel's shifts share theirs with multiply-adds.
    /// </summary>
    public static bool LoadsAcrossLinesSlowly => IsAmds;

    /// <summary>
    /// Whether weights are to be fetched further ahead, since the third-level cache answers late, and memory where it does not hold
    /// all: VGG-16's fully connected layers then take a Zen 5 300 µs in place of 330 to 510, by what other programs leave of the cache.
    /// </summary>
    public static bool AnswersLate => IsAmds;

    /// <summary>How to gather.</summary>
    public static GatherWay GatherWay =>
        !Instructions.Gather ? GatherWay.None : GathersSlowly ? GatherWay.Loads : GatherWay.Instruction;

    /// <summary>Whether AMD made it.</summary>
    internal static bool IsAmds
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (_maker != 0 ? _maker : Ask()) == Amd;
    }

    /// <summary>Whether the registers of the processor's function 0 say "AuthenticAMD".</summary>
    internal static bool IsAmd((int Eax, int Ebx, int Ecx, int Edx) registers) =>
        (registers.Ebx, registers.Edx, registers.Ecx) == (0x6874_7541, 0x6974_6E65, 0x444D_4163);

    /// <summary>Threads that ask at once get the same answer.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Ask() => _maker = X86Base.IsSupported && IsAmd(X86Base.CpuId(0, 0)) ? Amd : Others;
}
