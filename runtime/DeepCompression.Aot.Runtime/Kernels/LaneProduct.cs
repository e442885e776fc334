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
        Apply<OneThread>(weights, input, output, relu, gather: GatherDot.IsSupported);

    /// <summary>The same sums with the help of a second thread, where there is one that has time.</summary>
    /// <inheritdoc cref="Apply(LaneRows, ReadOnlySpan{float}, Span{float}, bool)"/>
    public static void ApplyOnTwoThreads(LaneRows weights, ReadOnlySpan<float> input, Span<float> output, bool relu) =>
        Apply<TwoThreads>(weights, input, output, relu, gather: GatherDot.IsSupported);

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
        fixed (float* x = input, y = output, bias = weights.Bias)
        fixed (int* order = weights.Order, groupEnd = weights.GroupEnd)
        {
            var call = new LaneCall
            {
                Words = weights.Words.First,
                GroupEnd = groupEnd,
                Rows = weights.Rows,
                Order = order,
                Bias = bias,
                X = x,
                Y = y,
                Relu = relu,
                Gather = gather,
            };
            TCrew.Do(&ApplyGroups, &call, weights.GroupEnd.Length);
        }

        // The words are memory that only this object keeps.
        GC.KeepAlive(weights);
    }

    [SkipLocalsInit]
    private static unsafe void ApplyGroups(void* work, int first, int last)
    {
        var call = (LaneCall*)work;
        float* memory = stackalloc float[RowScatter.Length];
        var results = new RowScatter(memory, call->Order, call->Rows, call->Y, first * LaneRows.Lanes);
        uint* words = call->Words + (first == 0 ? 0 : call->GroupEnd[first - 1]);
        for (int group = first; group < last; group++)
        {
            uint* end = call->Words + call->GroupEnd[group];
            float* sums = results.Next;
            if (call->Gather)
            {
                Gather(words, end, call->X, sums);
            }
            else
            {
                Scalar(words, end, call->X, sums);
            }

            Vector256<float> sum = Vector256.Load(sums) + Vector256.Load(call->Bias + (group * LaneRows.Lanes));
            (call->Relu ? Relu.Apply(sum) : sum).Store(sums);
            results.Take(LaneRows.Lanes);
            words = end;
        }

        results.Flush();
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
        Vector256<int> step = Vector256.LoadAligned((int*)words);
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

    /// <summary>A layer to compute, all of it pinned.</summary>
    private unsafe struct LaneCall
    {
        public uint* Words;
        public int* GroupEnd;
        public int* Order;
        public float* Bias;
        public float* X;
        public float* Y;
        public int Rows;
        public bool Relu;
        public bool Gather;
    }
}
