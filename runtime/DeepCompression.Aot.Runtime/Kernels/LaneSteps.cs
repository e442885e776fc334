using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace DeepCompression.Aot.Runtime;

/// <summary>The sums of a group of sixteen rows (<see cref="LaneRows"/>) whose activations are all gathered.</summary>
internal static unsafe class LaneSteps
{
    /// <summary>How far ahead words are fetched: six kilobytes, which take as long as memory does to answer.</summary>
    private const int PrefetchWords = 1536;

    /// <summary>
    /// Adds up the steps of a group. In a method of its own, which calls none, all vectors stay in registers; constants too, where it does
    /// not know them: it would load those in every step.
    /// </summary>
    /// <param name="words">The words of the steps.</param>
    /// <param name="end">Their end.</param>
    /// <param name="x">The activations.</param>
    /// <param name="sums">Receives a sum for each row.</param>
    /// <param name="numberMask"><see cref="HalfWord.NumberMask"/>.</param>
    /// <param name="scale"><see cref="HalfWord.Scale"/>.</param>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Sum<TGather>(uint* words, uint* end, float* x, float* sums, int numberMask, float scale)
        where TGather : struct, IGather
    {
        var mask = Vector256.Create(numberMask);
        var scales = Vector256.Create(scale);
        Vector256<float> lower = Vector256<float>.Zero;
        Vector256<float> upper = Vector256<float>.Zero;
        for (; words < end; words += LaneRows.GroupRows)
        {
            Sse.Prefetch0(words + PrefetchWords);
            lower = Add<TGather>(lower, words, x, mask, scales);
            upper = Add<TGather>(upper, words + Vector256<uint>.Count, x, mask, scales);
        }

        lower.Store(sums);
        upper.Store(sums + Vector256<float>.Count);
    }

    /// <summary>Adds the products of half a step.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Add<TGather>(
        Vector256<float> sum, uint* words, float* x, Vector256<int> numberMask, Vector256<float> scale)
        where TGather : struct, IGather
    {
        Vector256<int> step = Vector256.Load((int*)words);
        Vector256<float> activations = TGather.AtLowerHalves(x, words);
        Vector256<float> numbers = ((step >> HalfWord.Shift) & numberMask).AsSingle();
        return Fma.MultiplyAdd(activations, numbers * scale, sum);
    }
}
