using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace DeepCompression.Aot.Runtime;

/// <summary>Steps of <see cref="LaneRows"/> in four vectors of 128 bits, which SSE and Arm64 have, with loads of one activation each.</summary>
internal readonly unsafe struct NarrowLaneSteps : ILaneSteps
{
    /// <summary>How far ahead words are fetched: four kilobytes.</summary>
    private const int PrefetchWords = 1024;

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Sum(uint* words, uint* end, float* x, float* sums, int numberMask, float scale)
    {
        var mask = Vector128.Create(numberMask);
        var scales = Vector128.Create(scale);
        Vector128<float> sum0 = Vector128<float>.Zero;
        Vector128<float> sum1 = Vector128<float>.Zero;
        Vector128<float> sum2 = Vector128<float>.Zero;
        Vector128<float> sum3 = Vector128<float>.Zero;
        for (; words < end; words += LaneRows.GroupRows)
        {
            CacheLine.Prefetch(words + PrefetchWords, LaneRows.GroupRows);
            sum0 = Add(sum0, words, x, mask, scales);
            sum1 = Add(sum1, words + 4, x, mask, scales);
            sum2 = Add(sum2, words + 8, x, mask, scales);
            sum3 = Add(sum3, words + 12, x, mask, scales);
        }

        sum0.Store(sums);
        sum1.Store(sums + 4);
        sum2.Store(sums + 8);
        sum3.Store(sums + 12);
    }

    /// <summary>Adds the products of a quarter of a step.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Add(Vector128<float> sum, uint* words, float* x, Vector128<int> numberMask, Vector128<float> scale)
    {
        Vector128<int> step = Vector128.Load((int*)words);
        Vector128<float> numbers = ((step >> HalfWord.Shift) & numberMask).AsSingle();
        return Vector128.MultiplyAddEstimate(ScalarGather.FourAtLowerHalves(x, words), numbers * scale, sum);
    }
}
