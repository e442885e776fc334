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
    /// <summary>How far ahead words are fetched: a kilobyte.</summary>
    private const int PrefetchWords = 256;

    /// <summary>Computes output = weights · input + bias, rectified on request, each sum with fused multiply-adds in two halves.</summary>
    /// <param name="weights">The layer, M rows of K columns.</param>
    /// <param name="input">K activations, which are read and nothing beside them.</param>
    /// <param name="output">Receives M sums; shares no memory with the input.</param>
    /// <param name="relu">Whether negative sums become 0.</param>
    /// <exception cref="ArgumentException">A span has another length.</exception>
    public static void Apply(LaneRows weights, ReadOnlySpan<float> input, Span<float> output, bool relu) =>
        Apply<OneThread>(weights, input, output, relu, gather: Instructions.Gather);

    /// <summary>The same sums with the help of a second thread, where there is one that has time.</summary>
    /// <inheritdoc cref="Apply(LaneRows, ReadOnlySpan{float}, Span{float}, bool)"/>
    public static void ApplyOnTwoThreads(LaneRows weights, ReadOnlySpan<float> input, Span<float> output, bool relu) =>
        Apply<TwoThreads>(weights, input, output, relu, gather: Instructions.Gather);

    /// <inheritdoc cref="Apply(LaneRows, ReadOnlySpan{float}, Span{float}, bool)"/>
    /// <typeparam name="TCrew">Who does it.</typeparam>
    /// <param name="weights">The layer.</param>
    /// <param name="input">Its activations.</param>
    /// <param name="output">Receives the sums.</param>
    /// <param name="relu">Whether negative sums become 0.</param>
    /// <param name="gather">Whether the processor can gather; otherwise sums are taken word by word, each product rounded.</param>
    internal static unsafe void Apply<TCrew>(LaneRows weights, ReadOnlySpan<float> input, Span<float> output, bool relu, bool gather)
        where TCrew : struct, ICrew
    {
        ThrowHelper.RequireLength(nameof(input), weights.Columns, input.Length);
        ThrowHelper.RequireLength(nameof(output), weights.Rows, output.Length);
        fixed (float* x = input, bias = weights.Bias)
        {
            if (gather)
            {
                var sums = new Gathered { Words = weights.Words.First, X = x, Bias = bias, Relu = relu };
                GroupWalk.Do<Gathered, TCrew>(&sums, weights.GroupEnd, weights.RowOrder, output);
            }
            else
            {
                var sums = new OneByOne { Words = weights.Words.First, X = x, Bias = bias, Relu = relu };
                GroupWalk.Do<OneByOne, TCrew>(&sums, weights.GroupEnd, weights.RowOrder, output);
            }
        }

        // The words are memory that only this object keeps.
        GC.KeepAlive(weights);
    }

    /// <summary>The sums of a group. In a method of its own, which calls none, all vectors stay in registers.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static unsafe void Gather(uint* words, uint* end, float* x, float* sums)
    {
        Vector256<float> even = Vector256<float>.Zero;
        Vector256<float> odd = Vector256<float>.Zero;
        for (; words <= end - (2 * LaneRows.Lanes); words += 2 * LaneRows.Lanes)
        {
            Sse.Prefetch0(words + PrefetchWords);
            even = Add(even, words, x);
            odd = Add(odd, words + LaneRows.Lanes, x);
        }

        if (words < end)
        {
            even = Add(even, words, x);
        }

        (even + odd).Store(sums);
    }

    /// <summary>Adds the products of a step. A gather into a register that is not zeroed would wait for what the register held.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe Vector256<float> Add(Vector256<float> sum, uint* words, float* x)
    {
        Vector256<int> step = Vector256.Load((int*)words);
        Vector256<float> activations = Avx2.GatherMaskVector256(
            Vector256<float>.Zero, x, step & Vector256.Create(0xFFFF), Vector256<float>.AllBitsSet, sizeof(float));
        Vector256<float> numbers = ((step >> HalfWord.Shift) & Vector256.Create(HalfWord.NumberMask)).AsSingle();
        return Fma.MultiplyAdd(activations, numbers * Vector256.Create(HalfWord.Scale), sum);
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
    private unsafe struct Gathered : IGroupSums
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
                Gather(words, end, X, sums);
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
