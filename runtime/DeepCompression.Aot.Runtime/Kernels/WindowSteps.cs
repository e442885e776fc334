using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace DeepCompression.Aot.Runtime;

/// <summary>The sums of a group of sixteen rows (<see cref="WindowRows"/>) with AVX-512F.</summary>
internal readonly struct WindowSteps : IWindowSteps
{
    /// <summary>How far ahead steps are fetched, in words: 2 KB hide what the third-level cache takes to answer.</summary>
    public const int PrefetchWords = 512;

    /// <summary>How far ahead activations are fetched: those of a long row live in the second-level cache.</summary>
    public const int PrefetchColumns = 256;

    /// <summary>How many are: two lines, as the windows of sparse weights move on by more than one a step.</summary>
    public const int PrefetchedColumns = 2 * CacheLine.Floats;

    public static int GroupRows => WindowShape.Lanes;

    public static int WordsPerStep => WindowShape.Lanes;

    /// <summary>Adds up the steps of a group into 16 sums.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Sum(uint* words, ushort* starts, int count, float* x, float* codebook, float* sums)
    {
        if (Processor.LoadsAcrossLinesSlowly)
        {
            Sum<ShiftedFields>(words, starts, count, x, codebook, sums);
        }
        else
        {
            Sum<LoadedFields>(words, starts, count, x, codebook, sums);
        }
    }

    /// <summary>The same on either kind of processor.</summary>
    /// <remarks>
    /// A step takes six permutes, four shifts and three multiply-adds, which two ports of Intel's share: 6.5 cycles. In a method of its
    /// own, which calls none, all vectors stay in registers; inlined into the loop over groups the compiler keeps some in memory.
    /// </remarks>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static unsafe void Sum<TFields>(uint* words, ushort* starts, int count, float* x, float* codebook, float* sums)
        where TFields : struct, IUpperFields
    {
        Vector512<float> lowCodes = Vector512.Load(codebook);
        Vector512<float> highCodes = Vector512.Load(codebook + 16);
        Vector512<float> sum0 = Vector512<float>.Zero;
        Vector512<float> sum1 = Vector512<float>.Zero;
        Vector512<float> sum2 = Vector512<float>.Zero;
        for (ushort* end = starts + count; starts < end; starts++, words += WordsPerStep)
        {
            Sse.Prefetch0(words + PrefetchWords);
            CacheLine.Prefetch(x + *starts + PrefetchColumns, PrefetchedColumns);
            Vector512<float> low = Vector512.Load(x + *starts);
            Vector512<float> high = Vector512.Load(x + *starts + 16);
            Vector512<uint> first = Vector512.Load(words);
            Vector512<uint> second = TFields.Of(words, first);
            sum0 = Avx512F.FusedMultiplyAdd(Look(low, first, high), Look(lowCodes, first >> 5, highCodes), sum0);
            sum1 = Avx512F.FusedMultiplyAdd(Look(low, second, high), Look(lowCodes, second >> 5, highCodes), sum1);
            sum2 = Avx512F.FusedMultiplyAdd(Look(low, first >> 10, high), Look(lowCodes, second >> 10, highCodes), sum2);
        }

        (sum0 + sum1 + sum2).Store(sums);
    }

    /// <summary>The element of a table of 32 that the low five bits of each lane name.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Look(Vector512<float> low, Vector512<uint> fields, Vector512<float> high) =>
        Avx512F.PermuteVar16x32x2(low, fields.AsInt32(), high);
}
