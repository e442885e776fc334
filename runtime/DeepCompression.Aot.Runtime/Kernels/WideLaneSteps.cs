using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace DeepCompression.Aot.Runtime;

/// <summary>Steps of <see cref="LaneRows"/> in two vectors of 256 bits.</summary>
internal readonly unsafe struct WideLaneSteps<TGather> : ILaneSteps
    where TGather : struct, IGather
{
    /// <summary>How far ahead words are fetched: six kilobytes, which take as long as memory does to answer.</summary>
    private const int PrefetchWords = 1536;

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Sum(uint* words, uint* end, float* x, float* sums, int numberMask, float scale)
    {
        var mask = Vector256.Create(numberMask);
        var scales = Vector256.Create(scale);
        Vector256<float> lower = Vector256<float>.Zero;
        Vector256<float> upper = Vector256<float>.Zero;
        for (; words < end; words += LaneRows.GroupRows)
        {
            Sse.Prefetch0(words + PrefetchWords);
            lower = Add(lower, words, x, mask, scales);
            upper = Add(upper, words + Vector256<uint>.Count, x, mask, scales);
        }

        lower.Store(sums);
        upper.Store(sums + Vector256<float>.Count);
    }

    /// <summary>Adds the products of half a step.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Add(Vector256<float> sum, uint* words, float* x, Vector256<int> numberMask, Vector256<float> scale)
    {
        Vector256<int> step = Vector256.Load((int*)words);
        Vector256<float> activations = TGather.AtLowerHalves(x, words);
        Vector256<float> numbers = ((step >> HalfWord.Shift) & numberMask).AsSingle();
        return Fma.MultiplyAdd(activations, numbers * scale, sum);
    }
}
