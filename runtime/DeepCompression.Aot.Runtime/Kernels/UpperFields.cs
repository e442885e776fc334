using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace DeepCompression.Aot.Runtime;

/// <summary>
/// One of two ways to bring the fields of the upper halves of words to where those of the lower halves are; what is above them may differ.
/// </summary>
internal interface IUpperFields
{
    /// <summary>Sixteen words from the third byte of each on.</summary>
    /// <param name="words">Where the words are; a byte or two behind them may be read.</param>
    /// <param name="loaded">The words.</param>
    static abstract unsafe Vector512<uint> Of(uint* words, Vector512<uint> loaded);
}

/// <summary>A second load, which lies in two cache lines: seven percent faster on Intel's processors.</summary>
internal readonly struct LoadedFields : IUpperFields
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe Vector512<uint> Of(uint* words, Vector512<uint> loaded) => Vector512.Load((uint*)((byte*)words + 2));
}

/// <summary>A shift: with Zen 5 a step takes 5.0 cycles in place of 5.7 in pairs, 4.8 in place of 5.6 otherwise.</summary>
internal readonly struct ShiftedFields : IUpperFields
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe Vector512<uint> Of(uint* words, Vector512<uint> loaded) => loaded >> 16;
}
