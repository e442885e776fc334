using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace DeepCompression.Aot.Runtime;

/// <summary>
/// A fully connected layer in 8-bit arithmetic and the sliding-window layout (<see cref="ByteWindowRows"/>), bias and rectifier
/// included: products and sums of integers, which are exact, so that every processor computes the same.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ByteWindowProduct
{
    private const int MaxWidth = 128;

    /// <summary>Whether the processor has AVX-512 VBMI; a constant for the compiler, so the other branch disappears.</summary>
    public static bool IsSupported
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Avx512Vbmi.IsSupported;
    }

    /// <summary>The floats of scratch memory that a layer of so many columns needs.</summary>
    /// <param name="columns">Columns of the matrix.</param>
    public static int ScratchLength(int columns) => (Math.Max(columns, MaxWidth) + sizeof(float) - 1) / sizeof(float);

    /// <summary>Computes output = weights · input + bias, rectified on request, with activations of 7 bits and weights of 8.</summary>
    /// <param name="weights">The layer, M rows of K columns.</param>
    /// <param name="input">K activations.</param>
    /// <param name="activations">How they become bytes.</param>
    /// <param name="scratch">Scratch memory, whatever it holds: at least <see cref="ScratchLength"/> floats.</param>
    /// <param name="output">Receives M sums; shares no memory with the others.</param>
    /// <param name="relu">Whether negative sums become 0.</param>
    /// <exception cref="ArgumentException">A span has another length.</exception>
    public static void Apply(
        ByteWindowRows weights, ReadOnlySpan<float> input, ActivationBytes activations, Span<float> scratch, Span<float> output, bool relu) =>
        Apply<OneThread>(weights, input, activations, scratch, output, relu);

    /// <summary>The same sums with the help of a second thread, where there is one that has time.</summary>
    /// <inheritdoc cref="Apply(ByteWindowRows, ReadOnlySpan{float}, ActivationBytes, Span{float}, Span{float}, bool)"/>
    public static void ApplyOnTwoThreads(
        ByteWindowRows weights, ReadOnlySpan<float> input, ActivationBytes activations, Span<float> scratch, Span<float> output, bool relu) =>
        Apply<TwoThreads>(weights, input, activations, scratch, output, relu);

    private static unsafe void Apply<TCrew>(
        ByteWindowRows weights, ReadOnlySpan<float> input, ActivationBytes activations, Span<float> scratch, Span<float> output, bool relu)
        where TCrew : struct, ICrew
    {
        ThrowHelper.RequireLength(nameof(input), weights.Columns, input.Length);
        ThrowHelper.RequireLength(nameof(output), weights.Rows, output.Length);
        Span<byte> bytes = MemoryMarshal.AsBytes(RunArguments.Workspace(scratch, ScratchLength(input.Length)));
        activations.Convert(input, bytes[..input.Length]);
        fixed (byte* x = bytes)
        fixed (float* y = output, bias = weights.Bias)
        fixed (sbyte* codebook = weights.Codebook)
        fixed (ushort* starts = weights.Starts)
        fixed (int* order = weights.Order, rowSum = weights.RowSum, groupEnd = weights.GroupEnd)
        {
            var call = new ByteWindowCall
            {
                Words = weights.Words.First,
                Starts = starts,
                GroupEnd = groupEnd,
                Rows = weights.Rows,
                Order = order,
                RowSum = rowSum,
                Bias = bias,
                Codebook = codebook,
                X = x,
                Y = y,
                Scale = activations.Scale * weights.WeightScale,
                Offset = activations.Offset,
                Relu = relu,
            };
            if (weights.Width == MaxWidth)
            {
                TCrew.Do(&ApplyGroups<ByteWindow128>, &call, weights.GroupEnd.Length);
            }
            else
            {
                TCrew.Do(&ApplyGroups<ByteWindow64>, &call, weights.GroupEnd.Length);
            }
        }

        // The steps are memory that only this object keeps.
        GC.KeepAlive(weights);
    }

    [SkipLocalsInit]
    private static unsafe void ApplyGroups<TWindow>(void* work, int first, int last)
        where TWindow : struct, IByteWindow
    {
        var call = (ByteWindowCall*)work;
        int* sums = stackalloc int[WindowShape.Lanes];
        float* memory = stackalloc float[RowScatter.Length];
        var results = new RowScatter(memory, call->Order, call->Rows, call->Y, first * WindowShape.Lanes);
        int step = first == 0 ? 0 : call->GroupEnd[first - 1];
        for (int group = first; group < last; group++)
        {
            int steps = call->GroupEnd[group] - step;
            uint* words = call->Words + ((nint)step / 2 * ByteWindowRows.WordsOfTwo);
            if (IsSupported)
            {
                ByteWindowSteps.Sum<TWindow>(words, call->Starts + step, steps, call->X, call->Codebook, sums);
            }
            else
            {
                ScalarByteWindowSteps.Sum<TWindow>(words, call->Starts + step, steps, call->X, call->Codebook, sums);
            }

            int place = group * WindowShape.Lanes;
            Vector512<int> exact = Vector512.Load(sums) - (Vector512.Load(call->RowSum + place) * call->Offset);
            Vector512<float> result = Vector512.FusedMultiplyAdd(
                Vector512.ConvertToSingle(exact), Vector512.Create(call->Scale), Vector512.Load(call->Bias + place));
            (call->Relu ? Relu.Apply(result) : result).Store(results.Next);
            results.Take(WindowShape.Lanes);
            step += steps;
        }

        results.Flush();
    }

    /// <summary>A layer to compute, all of it pinned.</summary>
    private unsafe struct ByteWindowCall
    {
        public uint* Words;
        public ushort* Starts;
        public int* GroupEnd;
        public int* Order;
        public int* RowSum;
        public float* Bias;
        public sbyte* Codebook;
        public byte* X;
        public float* Y;
        public int Rows;
        public float Scale;
        public int Offset;
        public bool Relu;
    }
}
