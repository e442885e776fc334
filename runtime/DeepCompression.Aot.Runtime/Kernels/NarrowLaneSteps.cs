using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace DeepCompression.Aot.Runtime;

/// <summary>The sums of a group of sixteen rows (<see cref="LaneRows"/>) in four vectors of 128 bits, which SSE and Arm64 have.</summary>
internal static unsafe class NarrowLaneSteps
{
    /// <summary>How far ahead words are fetched: four kilobytes.</summary>
    private const int PrefetchWords = 1024;

    /// <summary>
    /// Adds up the steps of a group, its bias, and rectifies on request. In a method of its own, which calls none, all vectors stay in
    /// registers; constants too, where it does not know them.
    /// </summary>
    /// <param name="words">The words of the steps.</param>
    /// <param name="end">Their end.</param>
    /// <param name="x">The activations.</param>
    /// <param name="bias">The bias of each row.</param>
    /// <param name="relu">Whether negative sums become 0.</param>
    /// <param name="sums">Receives a sum for each row.</param>
    /// <param name="numberMask"><see cref="HalfWord.NumberMask"/>.</param>
    /// <param name="scale"><see cref="HalfWord.Scale"/>.</param>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Sum(uint* words, uint* end, float* x, float* bias, bool relu, float* sums, int numberMask, float scale)
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

        Finish(sum0, bias, relu, sums);
        Finish(sum1, bias + 4, relu, sums + 4);
        Finish(sum2, bias + 8, relu, sums + 8);
        Finish(sum3, bias + 12, relu, sums + 12);
    }

    /// <summary>Adds the products of a quarter of a step.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Add(Vector128<float> sum, uint* words, float* x, Vector128<int> numberMask, Vector128<float> scale)
    {
        Vector128<int> step = Vector128.Load((int*)words);
        Vector128<float> numbers = ((step >> HalfWord.Shift) & numberMask).AsSingle();
        return Vector128.MultiplyAddEstimate(ScalarGather.FourAtLowerHalves(x, words), numbers * scale, sum);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Finish(Vector128<float> sum, float* bias, bool relu, float* sums)
    {
        sum += Vector128.Load(bias);
        (relu ? Relu.Apply(sum) : sum).Store(sums);
    }
}
