using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace DeepCompression.Aot.Runtime;

/// <summary>
/// A fully connected layer with sixteen rows side by side (<see cref="LaneRows"/>), whose activations AVX2 brings to their lanes, or loads
/// of one number each where there are only vectors of 128 bits; bias and rectifier included.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class LaneProduct
{
    /// <summary>
    /// Computes output = weights · input + bias, rectified on request, each sum with multiply-adds that are fused where the processor
    /// has such, where there are windows in three parts.
    /// </summary>
    /// <param name="weights">The layer, M rows of K columns.</param>
    /// <param name="input">K activations, which are read and nothing beside them.</param>
    /// <param name="output">Receives M sums; shares no memory with the input.</param>
    /// <param name="relu">Whether negative sums become 0.</param>
    /// <exception cref="ArgumentException">A span has another length.</exception>
    public static void Apply(LaneRows weights, ReadOnlySpan<float> input, Span<float> output, bool relu) =>
        Apply<OneThread>(weights, input, output, relu, Processor.GatherWay, Instructions.Vector128);

    /// <summary>The same sums with the help of a second thread, where there is one that has time.</summary>
    /// <inheritdoc cref="Apply(LaneRows, ReadOnlySpan{float}, Span{float}, bool)"/>
    public static void ApplyOnTwoThreads(LaneRows weights, ReadOnlySpan<float> input, Span<float> output, bool relu) =>
        Apply<TwoThreads>(weights, input, output, relu, Processor.GatherWay, Instructions.Vector128);

    /// <inheritdoc cref="Apply(LaneRows, ReadOnlySpan{float}, Span{float}, bool)"/>
    /// <typeparam name="TCrew">Who does it.</typeparam>
    /// <param name="weights">The layer.</param>
    /// <param name="input">Its activations.</param>
    /// <param name="output">Receives the sums.</param>
    /// <param name="relu">Whether negative sums become 0.</param>
    /// <param name="way">How activations are gathered.</param>
    /// <param name="narrow">
    /// Whether vectors of 128 bits serve where they are not; else, and where there are windows, sums are taken word by word, each product
    /// rounded.
    /// </param>
    internal static unsafe void Apply<TCrew>(
        LaneRows weights, ReadOnlySpan<float> input, Span<float> output, bool relu, GatherWay way, bool narrow)
        where TCrew : struct, ICrew
    {
        ThrowHelper.RequireLength(nameof(input), weights.Columns, input.Length);
        ThrowHelper.RequireLength(nameof(output), weights.Rows, output.Length);
        LaneWindows? windows = weights.Windows;
        fixed (float* x = input, bias = weights.Bias)
        {
            var layer = new Layer { Words = weights.Words.First, X = x, Bias = bias, Relu = relu };
            if (windows is not null)
            {
                layer.WindowWords = windows.Words.First;
                layer.Starts = windows.Starts.First;
                layer.WindowEnd = windows.GroupEnd.First;
            }

            switch (way)
            {
                case GatherWay.Instruction when windows is null:
                    Do<Gathered<WideLaneSteps<VectorGather>>, TCrew>(new() { Layer = layer }, weights, output);
                    break;
                case GatherWay.Instruction:
                    Do<Windowed<VectorGather>, TCrew>(new() { Layer = layer }, weights, output);
                    break;
                case GatherWay.Loads when windows is null:
                    Do<Gathered<WideLaneSteps<ScalarGather>>, TCrew>(new() { Layer = layer }, weights, output);
                    break;
                case GatherWay.Loads:
                    Do<Windowed<ScalarGather>, TCrew>(new() { Layer = layer }, weights, output);
                    break;
                case GatherWay.None when narrow && windows is null:
                    Do<Gathered<NarrowLaneSteps>, TCrew>(new() { Layer = layer }, weights, output);
                    break;
                default:
                    Do<OneByOne, TCrew>(new() { Layer = layer }, weights, output);
                    break;
            }
        }

        // The words are memory that only this object keeps.
        GC.KeepAlive(weights);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe void Do<TSums, TCrew>(TSums sums, LaneRows weights, Span<float> output)
        where TSums : unmanaged, IGroupSums
        where TCrew : struct, ICrew =>
        GroupWalk.Do<TSums, TCrew>(&sums, weights.GroupEnd, weights.RowOrder, output);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe void Finish(float* bias, bool relu, float* sums)
    {
        for (int i = 0; i < LaneRows.GroupRows; i += Vector128<float>.Count)
        {
            Vector128<float> sum = Vector128.Load(sums + i) + Vector128.Load(bias + i);
            (relu ? Relu.Apply(sum) : sum).Store(sums + i);
        }
    }

    /// <summary>What the sums of a group are taken from.</summary>
    private unsafe struct Layer
    {
        public uint* Words;
        public uint* WindowWords;
        public ushort* Starts;
        public int* WindowEnd;
        public float* X;
        public float* Bias;
        public bool Relu;
    }

    /// <summary>The sums of a group and the epilogue, all activations being gathered.</summary>
    private unsafe struct Gathered<TSteps> : IGroupSums
        where TSteps : struct, ILaneSteps
    {
        public Layer Layer;

        public static int GroupRows => LaneRows.GroupRows;

        public readonly void Compute(int* groupEnd, int first, int last, float* sums)
        {
            uint* words = Layer.Words + GroupWalk.FirstStep(groupEnd, first);
            float* x = Layer.X, bias = Layer.Bias + (first * GroupRows);
            bool relu = Layer.Relu;
            for (int group = first; group < last; group++, sums += GroupRows, bias += GroupRows)
            {
                CacheLine.Prefetch(bias, GroupRows);
                uint* end = Layer.Words + groupEnd[group];
                TSteps.Sum(words, end, x, sums, HalfWord.NumberMask, HalfWord.Scale);
                Finish(bias, relu, sums);
                words = end;
            }
        }
    }

    /// <summary>The same where windows serve some of the weights.</summary>
    private unsafe struct Windowed<TGather> : IGroupSums
        where TGather : struct, IGather
    {
        public Layer Layer;

        public static int GroupRows => LaneRows.GroupRows;

        public readonly void Compute(int* groupEnd, int first, int last, float* sums)
        {
            uint* words = Layer.Words + GroupWalk.FirstStep(groupEnd, first);
            int step = GroupWalk.FirstStep(Layer.WindowEnd, first);
            float* x = Layer.X, bias = Layer.Bias + (first * GroupRows);
            bool relu = Layer.Relu;
            for (int group = first; group < last; group++, sums += GroupRows, bias += GroupRows)
            {
                CacheLine.Prefetch(bias, GroupRows);
                uint* end = Layer.Words + groupEnd[group];
                uint* windows = Layer.WindowWords + ((nint)step * GroupRows);
                ushort* starts = Layer.Starts + step;
                step = Layer.WindowEnd[group];
                LaneWindowSteps.Sum<TGather>(
                    words, end, windows, starts, Layer.Starts + step, x, sums, HalfWord.NumberMask, HalfWord.Scale, LaneWindows.WeightMask);
                Finish(bias, relu, sums);
                words = end;
            }
        }
    }

    /// <summary>The same word by word, with windows or without.</summary>
    private unsafe struct OneByOne : IGroupSums
    {
        public Layer Layer;

        public static int GroupRows => LaneRows.GroupRows;

        public readonly void Compute(int* groupEnd, int first, int last, float* sums)
        {
            for (int group = first; group < last; group++, sums += GroupRows)
            {
                new Span<float>(sums, GroupRows).Clear();
                ScalarLaneSteps.Add(Layer.Words + GroupWalk.FirstStep(groupEnd, group), Layer.Words + groupEnd[group], Layer.X, sums);
                if (Layer.WindowEnd is not null)
                {
                    int step = GroupWalk.FirstStep(Layer.WindowEnd, group);
                    uint* windows = Layer.WindowWords + ((nint)step * GroupRows);
                    ScalarLaneSteps.AddWindows(windows, Layer.Starts + step, Layer.Starts + Layer.WindowEnd[group], Layer.X, sums);
                }

                Finish(Layer.Bias + (group * GroupRows), Layer.Relu, sums);
            }
        }
    }
}
