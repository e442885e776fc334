using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace DeepCompression.Aot.Runtime;

/// <summary>What the steps of all sliding-window layouts have in common.</summary>
internal static class WindowSteps
{
    /// <summary>
    /// How far ahead steps are fetched, in words: 2 KB hide what the third-level cache of Intel's processors takes to answer, 8 KB what
    /// AMD's does, and memory where that cache, shared with other programs, holds a part of the weights only. Asked
    /// before the loop over groups: a method that may call another keeps no vectors in registers.
    /// </summary>
    public static int PrefetchWords
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Processor.AnswersLate ? 2048 : 512;
    }

    /// <summary>How far ahead activations are fetched: those of a long row live in the second-level cache.</summary>
    public const int PrefetchColumns = 256;

    /// <summary>How many are: two lines, as the windows of sparse weights move on by more than one a step.</summary>
    public const int PrefetchedColumns = 2 * CacheLine.Floats;

    /// <summary>The element of a table of 32 that the low five bits of each lane name.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Look(Vector512<float> low, Vector512<uint> fields, Vector512<float> high) =>
        Avx512F.PermuteVar16x32x2(low, fields.AsInt32(), high);
}
