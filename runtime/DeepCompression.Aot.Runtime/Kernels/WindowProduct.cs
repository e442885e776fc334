using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace DeepCompression.Aot.Runtime;

/// <summary>A fully connected layer in a sliding-window layout for floats, bias and rectifier included.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class WindowProduct
{
    /// <summary>Whether the processor has AVX-512F; a constant for the compiler, so the other branch disappears.</summary>
    public static bool IsSupported
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Avx512F.IsSupported;
    }

    /// <summary>
    /// Computes output = weights · input + bias, rectified on request. A sum is that of three or four partial sums in an order that
    /// the layout determines, with fused multiply-adds; without AVX-512 slot by slot, each product rounded.
    /// </summary>
    /// <param name="weights">The layer, M rows of K columns.</param>
    /// <param name="input">K activations, which are read and nothing beside them.</param>
    /// <param name="output">Receives M sums; shares no memory with the input.</param>
    /// <param name="relu">Whether negative sums become 0.</param>
    /// <exception cref="ArgumentException">A span has another length.</exception>
    public static void Apply(WindowRows weights, ReadOnlySpan<float> input, Span<float> output, bool relu) =>
        Apply<OneThread>(weights, input, output, relu);

    /// <inheritdoc cref="Apply(WindowRows, ReadOnlySpan{float}, Span{float}, bool)"/>
    public static void Apply(ValueWindowRows weights, ReadOnlySpan<float> input, Span<float> output, bool relu) =>
        Apply<OneThread>(weights, input, output, relu);

    /// <summary>The same sums with the help of a second thread, where there is one that has time.</summary>
    /// <inheritdoc cref="Apply(WindowRows, ReadOnlySpan{float}, Span{float}, bool)"/>
    public static void ApplyOnTwoThreads(WindowRows weights, ReadOnlySpan<float> input, Span<float> output, bool relu) =>
        Apply<TwoThreads>(weights, input, output, relu);

    /// <inheritdoc cref="ApplyOnTwoThreads(WindowRows, ReadOnlySpan{float}, Span{float}, bool)"/>
    public static void ApplyOnTwoThreads(ValueWindowRows weights, ReadOnlySpan<float> input, Span<float> output, bool relu) =>
        Apply<TwoThreads>(weights, input, output, relu);

    private static unsafe void Apply<TCrew>(WindowRows weights, ReadOnlySpan<float> input, Span<float> output, bool relu)
        where TCrew : struct, ICrew
    {
        fixed (float* codebook = weights.Codebook)
        {
            if (!Instructions.Avx512)
            {
                Apply<ScalarWindowSteps, ScalarPairedWindowSteps, TCrew>(weights, codebook, input, output, relu);
            }
            else if (Processor.LoadsAcrossLinesSlowly)
            {
                Apply<SingleWindowSteps<ShiftedFields>, PairedWindowSteps<ShiftedFields>, TCrew>(weights, codebook, input, output, relu);
            }
            else
            {
                Apply<SingleWindowSteps<LoadedFields>, PairedWindowSteps<LoadedFields>, TCrew>(weights, codebook, input, output, relu);
            }
        }
    }

    private static unsafe void Apply<TSingle, TPaired, TCrew>(
        WindowRows weights, float* codebook, ReadOnlySpan<float> input, Span<float> output, bool relu)
        where TSingle : struct, IWindowSteps
        where TPaired : struct, IWindowSteps
        where TCrew : struct, ICrew
    {
        if (weights.GroupRows > WindowShape.Lanes)
        {
            Apply<TPaired, TCrew>(weights, codebook, input, output, relu);
        }
        else
        {
            Apply<TSingle, TCrew>(weights, codebook, input, output, relu);
        }
    }

    private static void Apply<TCrew>(ValueWindowRows weights, ReadOnlySpan<float> input, Span<float> output, bool relu)
        where TCrew : struct, ICrew
    {
        if (weights.SlotsPerLane == TwoSlots.Slots)
        {
            ApplyValues<TwoSlots, TCrew>(weights, input, output, relu);
        }
        else
        {
            ApplyValues<ThreeSlots, TCrew>(weights, input, output, relu);
        }
    }

    private static unsafe void ApplyValues<TSlots, TCrew>(ValueWindowRows weights, ReadOnlySpan<float> input, Span<float> output, bool relu)
        where TSlots : struct, ISlotCount
        where TCrew : struct, ICrew
    {
        if (Instructions.Avx512)
        {
            Apply<ValueWindowSteps<TSlots>, TCrew>(weights, null, input, output, relu);
        }
        else
        {
            Apply<ScalarValueWindowSteps<TSlots>, TCrew>(weights, null, input, output, relu);
        }
    }

    /// <summary>All groups.</summary>
    internal static unsafe void Apply<TSteps, TCrew>(
        WindowLayout weights, float* codebook, ReadOnlySpan<float> input, Span<float> output, bool relu)
        where TSteps : struct, IWindowSteps
        where TCrew : struct, ICrew
    {
        ThrowHelper.RequireLength(nameof(input), weights.Columns, input.Length);
        ThrowHelper.RequireLength(nameof(output), weights.Rows, output.Length);
        fixed (float* x = input, bias = weights.Bias)
        fixed (ushort* starts = weights.Starts)
        {
            var sums = new Sums<TSteps>
            {
                Words = weights.Words.First,
                Starts = starts,
                Codebook = codebook,
                X = x,
                Bias = bias,
                Ahead = WindowSteps.PrefetchWords,
                Relu = relu,
            };
            GroupWalk.Do<Sums<TSteps>, TCrew>(&sums, weights.GroupEnd, weights.RowOrder, output);
        }

        // The steps are memory that only this object keeps.
        GC.KeepAlive(weights);
    }

    /// <summary>The sums of a group's steps and the epilogue.</summary>
    private unsafe struct Sums<TSteps> : IGroupSums
        where TSteps : struct, IWindowSteps
    {
        public uint* Words;
        public ushort* Starts;
        public float* Codebook;
        public float* X;
        public float* Bias;
        public nint Ahead;
        public bool Relu;

        public static int GroupRows => TSteps.GroupRows;

        public readonly void Compute(int* groupEnd, int first, int last, float* sums)
        {
            float* codebook = Codebook, x = X, bias = Bias + (first * GroupRows);
            nint ahead = Ahead;
            bool relu = Relu;
            int step = GroupWalk.FirstStep(groupEnd, first);
            uint* words = Words + ((nint)step * TSteps.WordsPerStep);
            ushort* starts = Starts + step;
            for (int group = first; group < last; group++, sums += GroupRows, bias += GroupRows)
            {
                CacheLine.Prefetch(bias, GroupRows);
                int count = groupEnd[group] - step;
                TSteps.Sum(words, starts, count, x, codebook, sums, ahead);
                for (int i = 0; i < GroupRows; i += WindowShape.Lanes)
                {
                    Vector512<float> sum = Vector512.Load(sums + i) + Vector512.Load(bias + i);
                    (relu ? Runtime.Relu.Apply(sum) : sum).Store(sums + i);
                }

                words += (nint)count * TSteps.WordsPerStep;
                starts += count;
                step += count;
            }
        }
    }
}
