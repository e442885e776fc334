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
    /// <summary>Columns of a window that may reach beyond the last activation.</summary>
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
        {
            switch (weights.Width)
            {
                case 64: Apply<TwoSteps<ByteWindow64>, TCrew>(weights, x, activations, output, relu); break;
                case 128: Apply<TwoSteps<ByteWindow128>, TCrew>(weights, x, activations, output, relu); break;
                default: Apply<ThreeSteps, TCrew>(weights, x, activations, output, relu); break;
            }
        }

        // The steps are memory that only this object keeps.
        GC.KeepAlive(weights);
    }

    private static unsafe void Apply<TUnit, TCrew>(
        ByteWindowRows weights, byte* x, ActivationBytes activations, Span<float> output, bool relu)
        where TUnit : struct, IByteUnit
        where TCrew : struct, ICrew
    {
        fixed (float* bias = weights.Bias)
        fixed (sbyte* codebook = weights.Codebook)
        fixed (ushort* starts = weights.Starts)
        fixed (int* rowSum = weights.RowSum)
        {
            var sums = new Sums<TUnit>
            {
                Words = weights.Words.First,
                Starts = starts,
                RowSum = rowSum,
                Bias = bias,
                Codebook = codebook,
                X = x,
                Scale = activations.Scale * weights.WeightScale,
                Offset = activations.Offset,
                Ahead = WindowSteps.PrefetchWords,
                Relu = relu,
            };
            GroupWalk.Do<Sums<TUnit>, TCrew>(&sums, weights.GroupEnd, weights.RowOrder, output);
        }
    }

    /// <summary>The sums of a group's steps and the epilogue.</summary>
    private unsafe struct Sums<TUnit> : IGroupSums
        where TUnit : struct, IByteUnit
    {
        public uint* Words;
        public ushort* Starts;
        public int* RowSum;
        public float* Bias;
        public sbyte* Codebook;
        public byte* X;
        public float Scale;
        public int Offset;
        public nint Ahead;
        public bool Relu;

        public static int GroupRows => WindowShape.Lanes;

        public readonly void Compute(int* groupEnd, int first, int last, float* sums)
        {
            byte* x = X;
            sbyte* codebook = Codebook;
            int* rowSum = RowSum + (first * GroupRows);
            float* bias = Bias + (first * GroupRows);
            (float scale, int offset, nint ahead, bool relu) = (Scale, Offset, Ahead, Relu);
            int step = GroupWalk.FirstStep(groupEnd, first);
            uint* words = Words + TUnit.WordsBefore(step);
            ushort* starts = Starts + step;
            for (int group = first; group < last; group++, sums += GroupRows, rowSum += GroupRows, bias += GroupRows)
            {
                CacheLine.Prefetch(bias, GroupRows);
                CacheLine.Prefetch(rowSum, GroupRows);
                int count = groupEnd[group] - step;
                TUnit.Sum(words, starts, count, x, codebook, (int*)sums, ahead);
                Vector512<int> exact = Vector512.Load((int*)sums) - (Vector512.Load(rowSum) * offset);
                Vector512<float> result = Vector512.FusedMultiplyAdd(
                    Vector512.ConvertToSingle(exact), Vector512.Create(scale), Vector512.Load(bias));
                (relu ? Runtime.Relu.Apply(result) : result).Store(sums);
                words += TUnit.WordsBefore(count);
                starts += count;
                step += count;
            }
        }
    }

    /// <summary>Steps that share vectors, as <see cref="ByteWindowBuilder"/> says.</summary>
    private unsafe interface IByteUnit
    {
        /// <summary>Words of steps, whole units of them.</summary>
        static abstract nint WordsBefore(nint steps);

        /// <summary>Adds up the steps of a group into 16 sums.</summary>
        static abstract void Sum(uint* words, ushort* starts, int count, byte* x, sbyte* codebook, int* sums, nint ahead);
    }

    private readonly unsafe struct TwoSteps<TWindow> : IByteUnit
        where TWindow : struct, IByteWindow
    {
        public static nint WordsBefore(nint steps) => steps / 2 * ByteWindowBuilder.WordsOfTwo;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Sum(uint* words, ushort* starts, int count, byte* x, sbyte* codebook, int* sums, nint ahead)
        {
            if (Instructions.Avx512Vbmi)
            {
                ByteWindowSteps.Sum<TWindow>(words, starts, count, x, codebook, sums, ahead);
            }
            else
            {
                ScalarByteWindowSteps.Sum<TWindow>(words, starts, count, x, codebook, sums);
            }
        }
    }

    private readonly unsafe struct ThreeSteps : IByteUnit
    {
        public static nint WordsBefore(nint steps) => steps / 3 * ByteWindowBuilder.WordsOfThree;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Sum(uint* words, ushort* starts, int count, byte* x, sbyte* codebook, int* sums, nint ahead)
        {
            if (Instructions.Avx512Vbmi)
            {
                WideByteWindowSteps.Sum(words, starts, count, x, codebook, sums, ahead);
            }
            else
            {
                WideByteWindowSteps.SumOneByOne(words, starts, count, x, codebook, sums);
            }
        }
    }
}
