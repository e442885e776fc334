using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace DeepCompression.Aot.Runtime;

/// <summary>
/// The instructions that the kernels of layers with weights choose among: all that the processor has, or fewer where the environment
/// variable <c>DEEPCOMPRESSION_KERNELS</c> says so, to measure and to find faults.
/// </summary>
/// <remarks>
/// In a NativeAOT executable the instruction set is decided when it is compiled and the variable is not read, so that every condition
/// here is a constant, and paths that are never taken are not in the executable.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Instructions
{
    /// <summary>The variable's name.</summary>
    internal const string Variable = "DEEPCOMPRESSION_KERNELS";

    /// <summary>What the variable may say, each allowing what those before it do.</summary>
    private static readonly string[] Names = ["scalar", "vector128", "avx2", "avx512"];

    /// <summary>The place in <see cref="Names"/>; −1 where the variable says something else.</summary>
    private static readonly int Level = LevelOf(Environment.GetEnvironmentVariable(Variable));

    /// <summary>Whether kernels may use vectors of 4 floats.</summary>
    /// <exception cref="InvalidOperationException">The variable names no instructions that there are.</exception>
    public static bool Vector128
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => System.Runtime.Intrinsics.Vector128.IsHardwareAccelerated && Allows(1);
    }

    /// <summary>Whether kernels may use vectors of 8 floats.</summary>
    /// <exception cref="InvalidOperationException">The variable names no instructions that there are.</exception>
    public static bool Vector256
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => System.Runtime.Intrinsics.Vector256.IsHardwareAccelerated && Allows(2);
    }

    /// <summary>Whether kernels may use AVX2 gathers.</summary>
    /// <exception cref="InvalidOperationException">The variable names no instructions that there are.</exception>
    public static bool Gather
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => GatherDot.IsSupported && Allows(2);
    }

    /// <summary>Whether kernels may use vectors of 16 floats.</summary>
    /// <exception cref="InvalidOperationException">The variable names no instructions that there are.</exception>
    public static bool Vector512
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => System.Runtime.Intrinsics.Vector512.IsHardwareAccelerated && Allows(3);
    }

    /// <summary>Whether kernels may use AVX-512 permutes.</summary>
    /// <exception cref="InvalidOperationException">The variable names no instructions that there are.</exception>
    public static bool Avx512
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => WindowProduct.IsSupported && Allows(3);
    }

    /// <summary>Whether kernels may use AVX-512 VBMI permutes of bytes.</summary>
    /// <exception cref="InvalidOperationException">The variable names no instructions that there are.</exception>
    public static bool Avx512Vbmi
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ByteWindowProduct.IsSupported && Allows(3);
    }

    /// <summary>Whether kernels may use AVX-VNNI's products of bytes.</summary>
    /// <exception cref="InvalidOperationException">The variable names no instructions that there are.</exception>
    public static bool AvxVnni
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => BytePanelConvolution.IsSupported && Allows(3);
    }

    /// <summary>How much a value of the variable allows; everything where it is not set, −1 where it is unknown.</summary>
    internal static int LevelOf(string? value) =>
        string.IsNullOrEmpty(value) ? Names.Length - 1 : Array.FindIndex(Names, name => name.Equals(value, StringComparison.OrdinalIgnoreCase));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool Allows(int level) => !RuntimeFeature.IsDynamicCodeSupported || Level >= level || Refuse();

    /// <summary>False, unless the variable is wrong.</summary>
    private static bool Refuse() => Level < 0
        ? throw new InvalidOperationException(
            $"The environment variable {Variable} is '{Environment.GetEnvironmentVariable(Variable)}'; it can be {string.Join(", ", Names)}, or unset for the best that the processor has.")
        : false;
}
