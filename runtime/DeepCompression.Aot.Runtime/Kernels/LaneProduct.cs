using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace DeepCompression.Aot.Runtime;

/// <summary>
/// A fully connected layer with eight rows side by side (<see cref="LaneRows"/>), whose activations are gathered with AVX2; bias and
/// rectifier included.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class LaneProduct
{
    /// <summary>How far ahead words are fetched: six kilobytes, which take as long as memory does to answer.</summary>
    private const int PrefetchWords = 1536;

    /// <summary>Computes output = weights · input + bias, rectified on request, each sum with fused multiply-adds in two halves.</summary>
    /// <param name="weights">The layer, M rows of K columns.</param>
    /// <param name="input">K activations, which are read and nothing beside them.</param>
    /// <param name="output">Receives M sums; shares no memory with the input.</param>
    /// <param name="relu">Whether negative sums become 0.</param>
    /// <exception cref="ArgumentException">A span has another length.</exception>
    public static void Apply(LaneRows weights, ReadOnlySpan<float> input, Span<float> output, bool relu) =>
        Apply<OneThread>(weights, input, output, relu, Processor.GatherWay);

    /// <summary>The same sums with the help of a second thread, where there is one that has time.</summary>
    /// <inheritdoc cref="Apply(LaneRows, ReadOnlySpan{float}, Span{float}, bool)"/>
    public static void ApplyOnTwoThreads(LaneRows weights, ReadOnlySpan<float> input, Span<float> output, bool relu) =>
        Apply<TwoThreads>(weights, input, output, relu, Processor.GatherWay);

    /// <inheritdoc cref="Apply(LaneRows, ReadOnlySpan{float}, Span{float}, bool)"/>
    /// <typeparam name="TCrew">Who does it.</typeparam>
    /// <param name="weights">The layer.</param>
    /// <param name="input">Its activations.</param>
    /// <param name="output">Receives the sums.</param>
    /// <param name="relu">Whether negative sums become 0.</param>
    /// <param name="way">How activations are gathered; where they are not, sums are taken word by word, each product rounded.</param>
    internal static unsafe void Apply<TCrew>(LaneRows weights, ReadOnlySpan<float> input, Span<float> output, bool relu, GatherWay way)
        where TCrew : struct, ICrew
    {
        ThrowHelper.RequireLength(nameof(input), weights.Columns, input.Length);
        ThrowHelper.RequireLength(nameof(output), weights.Rows, output.Length);
        fixed (float* x = input, bias = weights.Bias)
        {
            uint* words = weights.Words.First;
            switch (way)
            {
                case GatherWay.Instruction:
                    var gathered = new Gathered<VectorGather> { Words = words, X = x, Bias = bias, Relu = relu };
                    GroupWalk.Do<Gathered<VectorGather>, TCrew>(&gathered, weights.GroupEnd, weights.RowOrder, output);
                    break;
                case GatherWay.Loads:
                    var loaded = new Gathered<ScalarGather> { Words = words, X = x, Bias = bias, Relu = relu };
                    GroupWalk.Do<Gathered<ScalarGather>, TCrew>(&loaded, weights.GroupEnd, weights.RowOrder, output);
                    break;
                default:
                    var sums = new OneByOne { Words = words, X = x, Bias = bias, Relu = relu };
                    GroupWalk.Do<OneByOne, TCrew>(&sums, weights.GroupEnd, weights.RowOrder, output);
                    break;
            }
        }

        // The words are memory that only this object keeps.
        GC.KeepAlive(weights);
    }

    /// <summary>
    /// The sums of a group. In a method of its own, which calls none, all vectors stay in registers; constants too, where it does not
    /// know them: it would load those in every step.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static unsafe void Gather<TGather>(uint* words, uint* end, float* x, float* sums, int numberMask, float scale)
        where TGather : struct, IGather
    {
        var mask = Vector256.Create(numberMask);
        var scales = Vector256.Create(scale);
        Vector256<float> even = Vector256<float>.Zero;
        Vector256<float> odd = Vector256<float>.Zero;
        for (; words <= end - (2 * LaneRows.Lanes); words += 2 * LaneRows.Lanes)
        {
            Sse.Prefetch0(words + PrefetchWords);
            even = Add<TGather>(even, words, x, mask, scales);
            odd = Add<TGather>(odd, words + LaneRows.Lanes, x, mask, scales);
        }

        if (words < end)
        {
            even = Add<TGather>(even, words, x, mask, scales);
        }

        (even + odd).Store(sums);
    }

    /// <summary>Adds the products of a step.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe Vector256<float> Add<TGather>(
        Vector256<float> sum, uint* words, float* x, Vector256<int> numberMask, Vector256<float> scale)
        where TGather : struct, IGather
    {
        Vector256<int> step = Vector256.Load((int*)words);
        Vector256<float> activations = TGather.AtLowerHalves(x, words);
        Vector256<float> numbers = ((step >> HalfWord.Shift) & numberMask).AsSingle();
        return Fma.MultiplyAdd(activations, numbers * scale, sum);
    }

    private static unsafe void Scalar(uint* words, uint* end, float* x, float* sums)
    {
        new Span<float>(sums, LaneRows.Lanes).Clear();
        for (int lane = 0; words < end; words++, lane = (lane + 1) % LaneRows.Lanes)
        {
            sums[lane] += x[*words & ushort.MaxValue] * HalfWord.Number(*words);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe void Finish(float* bias, bool relu, float* sums)
    {
        Vector256<float> sum = Vector256.Load(sums) + Vector256.Load(bias);
        (relu ? Relu.Apply(sum) : sum).Store(sums);
    }

    /// <summary>The sums of a group and the epilogue, with gathers.</summary>
    private unsafe struct Gathered<TGather> : IGroupSums
        where TGather : struct, IGather
    {
        public uint* Words;
        public float* X;
        public float* Bias;
        public bool Relu;

        public static int GroupRows => LaneRows.Lanes;

        public readonly void Compute(int* groupEnd, int first, int last, float* sums)
        {
            uint* words = Words + GroupWalk.FirstStep(groupEnd, first);
            float* bias = Bias + (first * GroupRows);
            for (int group = first; group < last; group++, sums += GroupRows, bias += GroupRows)
            {
                CacheLine.Prefetch(bias, GroupRows);
                uint* end = Words + groupEnd[group];
                Gather<TGather>(words, end, X, sums, HalfWord.NumberMask, HalfWord.Scale);
                Finish(bias, Relu, sums);
                words = end;
            }
        }
    }

    /// <summary>The same word by word.</summary>
    private unsafe struct OneByOne : IGroupSums
    {
        public uint* Words;
        public float* X;
        public float* Bias;
        public bool Relu;

        public static int GroupRows => LaneRows.Lanes;

        public readonly void Compute(int* groupEnd, int first, int last, float* sums)
        {
            uint* words = Words + GroupWalk.FirstStep(groupEnd, first);
            float* bias = Bias + (first * GroupRows);
            for (int group = first; group < last; group++, sums += GroupRows, bias += GroupRows)
            {
                uint* end = Words + groupEnd[group];
                Scalar(words, end, X, sums);
                Finish(bias, Relu, sums);
                words = end;
            }
        }
    }
}
