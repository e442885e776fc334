using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace DeepCompression.Aot.Runtime;

/// <summary>
/// The sums of a group of sixteen rows (<see cref="LaneRows"/>) where windows serve some of the weights, and the activations of the others
/// are gathered.
/// </summary>
internal static unsafe class LaneWindowSteps
{
    private const int GroupRows = LaneRows.GroupRows;

    /// <summary>How far ahead words of either kind are fetched: twelve kilobytes; with four, large layers take a quarter longer.</summary>
    private const int PrefetchWords = 3072;

    /// <summary>Adds up the steps of a group, two windows beside a gathered step: while one waits for memory, the other computes.</summary>
    /// <param name="words">The words of gathered steps.</param>
    /// <param name="end">Their end.</param>
    /// <param name="windows">The words of windows.</param>
    /// <param name="starts">The first column of each.</param>
    /// <param name="startsEnd">Their end.</param>
    /// <param name="x">The activations.</param>
    /// <param name="sums">Receives a sum for each row.</param>
    /// <param name="numberMask"><see cref="HalfWord.NumberMask"/>, which stays in a register where it is not known.</param>
    /// <param name="scale"><see cref="HalfWord.Scale"/>.</param>
    /// <param name="weightMask"><see cref="LaneWindows.WeightMask"/>.</param>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Sum<TGather>(
        uint* words,
        uint* end,
        uint* windows,
        ushort* starts,
        ushort* startsEnd,
        float* x,
        float* sums,
        int numberMask,
        float scale,
        uint weightMask)
        where TGather : struct, IGather
    {
        var mask = Vector256.Create(numberMask);
        var scales = Vector256.Create(scale);
        var weights = Vector256.Create(weightMask);
        Vector256<float> lower = Vector256<float>.Zero;
        Vector256<float> upper = Vector256<float>.Zero;
        Vector256<float> evenLower = Vector256<float>.Zero;
        Vector256<float> evenUpper = Vector256<float>.Zero;
        Vector256<float> oddLower = Vector256<float>.Zero;
        Vector256<float> oddUpper = Vector256<float>.Zero;
        for (; starts < startsEnd - 1 && words < end; starts += 2, windows += 2 * GroupRows, words += GroupRows)
        {
            Sse.Prefetch0(windows + PrefetchWords);
            Sse.Prefetch0(windows + PrefetchWords + GroupRows);
            Sse.Prefetch0(words + PrefetchWords);
            float* window = x + starts[0];
            evenLower = Add(evenLower, windows, window, weights);
            evenUpper = Add(evenUpper, windows + Vector256<uint>.Count, window, weights);
            lower = WideLaneSteps<TGather>.Add(lower, words, x, mask, scales);
            window = x + starts[1];
            oddLower = Add(oddLower, windows + GroupRows, window, weights);
            oddUpper = Add(oddUpper, windows + GroupRows + Vector256<uint>.Count, window, weights);
            upper = WideLaneSteps<TGather>.Add(upper, words + Vector256<uint>.Count, x, mask, scales);
        }

        for (; starts < startsEnd - 1; starts += 2, windows += 2 * GroupRows)
        {
            Sse.Prefetch0(windows + PrefetchWords);
            Sse.Prefetch0(windows + PrefetchWords + GroupRows);
            float* window = x + starts[0];
            evenLower = Add(evenLower, windows, window, weights);
            evenUpper = Add(evenUpper, windows + Vector256<uint>.Count, window, weights);
            window = x + starts[1];
            oddLower = Add(oddLower, windows + GroupRows, window, weights);
            oddUpper = Add(oddUpper, windows + GroupRows + Vector256<uint>.Count, window, weights);
        }

        if (starts < startsEnd)
        {
            evenLower = Add(evenLower, windows, x + starts[0], weights);
            evenUpper = Add(evenUpper, windows + Vector256<uint>.Count, x + starts[0], weights);
        }

        for (; words < end; words += GroupRows)
        {
            Sse.Prefetch0(words + PrefetchWords);
            lower = WideLaneSteps<TGather>.Add(lower, words, x, mask, scales);
            upper = WideLaneSteps<TGather>.Add(upper, words + Vector256<uint>.Count, x, mask, scales);
        }

        (lower + (evenLower + oddLower)).Store(sums);
        (upper + (evenUpper + oddUpper)).Store(sums + Vector256<float>.Count);
    }

    /// <summary>Adds the products of half a step: the fourth bit of a place says which half of the window its activation is in.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Add(Vector256<float> sum, uint* words, float* window, Vector256<uint> weightMask)
    {
        Vector256<uint> step = Vector256.Load(words);
        Vector256<float> first = Avx2.PermuteVar8x32(Vector256.Load(window), step.AsInt32());
        Vector256<float> second = Avx2.PermuteVar8x32(Vector256.Load(window + Vector256<float>.Count), step.AsInt32());
        Vector256<float> activations = Avx.BlendVariable(first, second, (step << 28).AsSingle());
        return Fma.MultiplyAdd(activations, (step & weightMask).AsSingle(), sum);
    }
}
