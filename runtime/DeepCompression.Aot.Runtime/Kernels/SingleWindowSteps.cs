using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace DeepCompression.Aot.Runtime;

/// <summary>The sums of a group of sixteen rows (<see cref="WindowRows"/>) with AVX-512F.</summary>
/// <typeparam name="TFields">The way to the fields of the upper halves, which the processor decides.</typeparam>
internal readonly struct SingleWindowSteps<TFields> : IWindowSteps
    where TFields : struct, IUpperFields
{
    public static int GroupRows => WindowShape.Lanes;

    public static int WordsPerStep => WindowShape.Lanes;

    /// <summary>Adds up the steps of a group into 16 sums.</summary>
    /// <remarks>
    /// A step takes six permutes, four shifts and three multiply-adds, which two ports of Intel's share: 6.5 cycles. In a method of its
    /// own, which calls none, all vectors stay in registers; inlined into the loop over groups the compiler keeps some in memory.
    /// </remarks>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static unsafe void Sum(uint* words, ushort* starts, int count, float* x, float* codebook, float* sums, nint ahead)
    {
        Vector512<float> lowCodes = Vector512.Load(codebook);
        Vector512<float> highCodes = Vector512.Load(codebook + 16);
        Vector512<float> sum0 = Vector512<float>.Zero;
        Vector512<float> sum1 = Vector512<float>.Zero;
        Vector512<float> sum2 = Vector512<float>.Zero;
        for (ushort* end = starts + count; starts < end; starts++, words += WordsPerStep)
        {
            Sse.Prefetch0(words + ahead);
            CacheLine.Prefetch(x + *starts + WindowSteps.PrefetchColumns, WindowSteps.PrefetchedColumns);
            Vector512<float> low = Vector512.Load(x + *starts);
            Vector512<float> high = Vector512.Load(x + *starts + 16);
            Vector512<uint> first = Vector512.Load(words);
            Vector512<uint> second = TFields.Of(words, first);
            sum0 = Avx512F.FusedMultiplyAdd(WindowSteps.Look(low, first, high), WindowSteps.Look(lowCodes, first >> 5, highCodes), sum0);
            sum1 = Avx512F.FusedMultiplyAdd(WindowSteps.Look(low, second, high), WindowSteps.Look(lowCodes, second >> 5, highCodes), sum1);
            sum2 = Avx512F.FusedMultiplyAdd(WindowSteps.Look(low, first >> 10, high), WindowSteps.Look(lowCodes, second >> 10, highCodes), sum2);
        }

        (sum0 + sum1 + sum2).Store(sums);
    }
}
