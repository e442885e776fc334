using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace DeepCompression.Aot.Runtime;

/// <summary>
/// A fully connected layer in 14-bit arithmetic and the sliding-window layout (<see cref="FineWindowRows"/>), bias and rectifier
/// included: products and sums of integers, which are exact, so that every processor computes the same. Its error is within 5·10⁻⁴ of
/// the largest output or so, a hundredth of what 8 bits leave.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class FineWindowProduct
{
    private const int MaxWidth = 128;

    /// <summary>The floats of scratch memory that a layer of so many columns needs.</summary>
    /// <param name="columns">Columns of the matrix.</param>
    public static int ScratchLength(int columns) => 2 * HalfLength(columns) / sizeof(float);

    /// <summary>Computes output = weights · input + bias, rectified on request, with activations and weights of 14 bits.</summary>
    /// <param name="weights">The layer, M rows of K columns.</param>
    /// <param name="input">K activations.</param>
    /// <param name="activations">How they become bytes.</param>
    /// <param name="scratch">Scratch memory, whatever it holds: at least <see cref="ScratchLength"/> floats.</param>
    /// <param name="output">Receives M sums; shares no memory with the others.</param>
    /// <param name="relu">Whether negative sums become 0.</param>
    /// <exception cref="ArgumentException">A span has another length.</exception>
    public static void Apply(
        FineWindowRows weights, ReadOnlySpan<float> input, FineActivations activations, Span<float> scratch, Span<float> output, bool relu) =>
        Apply<OneThread>(weights, input, activations, scratch, output, relu);

    /// <summary>The same sums with the help of a second thread, where there is one that has time.</summary>
    /// <inheritdoc cref="Apply(FineWindowRows, ReadOnlySpan{float}, FineActivations, Span{float}, Span{float}, bool)"/>
    public static void ApplyOnTwoThreads(
        FineWindowRows weights, ReadOnlySpan<float> input, FineActivations activations, Span<float> scratch, Span<float> output, bool relu) =>
        Apply<TwoThreads>(weights, input, activations, scratch, output, relu);

    private static unsafe void Apply<TCrew>(
        FineWindowRows weights, ReadOnlySpan<float> input, FineActivations activations, Span<float> scratch, Span<float> output, bool relu)
        where TCrew : struct, ICrew
    {
        ThrowHelper.RequireLength(nameof(input), weights.Columns, input.Length);
        ThrowHelper.RequireLength(nameof(output), weights.Rows, output.Length);
        Span<byte> bytes = MemoryMarshal.AsBytes(RunArguments.Workspace(scratch, ScratchLength(input.Length)));
        activations.Convert(input, bytes[..input.Length], bytes.Slice(HalfLength(input.Length), input.Length));
        fixed (byte* x = bytes)
        {
            if (weights.Width == MaxWidth)
            {
                Apply<ByteWindow128, TCrew>(weights, x, activations, output, relu);
            }
            else
            {
                Apply<ByteWindow64, TCrew>(weights, x, activations, output, relu);
            }
        }

        // The steps are memory that only this object keeps.
        GC.KeepAlive(weights);
    }

    /// <summary>The bytes of one half of all activations.</summary>
    private static int HalfLength(int columns) => (Math.Max(columns, MaxWidth) + sizeof(float) - 1) / sizeof(float) * sizeof(float);

    private static unsafe void Apply<TWindow, TCrew>(
        FineWindowRows weights, byte* x, FineActivations activations, Span<float> output, bool relu)
        where TWindow : struct, IByteWindow
        where TCrew : struct, ICrew
    {
        fixed (float* bias = weights.Bias)
        fixed (sbyte* codebook = weights.Codebook)
        fixed (ushort* starts = weights.Starts)
        fixed (int* highRowSum = weights.HighRowSum, lowRowSum = weights.LowRowSum)
        {
            var sums = new Sums<TWindow>
            {
                Words = weights.Words.First,
                Starts = starts,
                HighRowSum = highRowSum,
                LowRowSum = lowRowSum,
                Bias = bias,
                Codebook = codebook,
                High = x,
                Low = x + HalfLength(weights.Columns),
                Scale = activations.Scale * weights.WeightScale * (1 << FineActivations.HalfBits),
                HighOffset = activations.HighOffset,
                LowOffset = activations.LowOffset,
                Relu = relu,
            };
            GroupWalk.Do<Sums<TWindow>, TCrew>(&sums, weights.GroupEnd, weights.RowOrder, output);
        }
    }

    /// <summary>The sums of a group's steps and the epilogue.</summary>
    private unsafe struct Sums<TWindow> : IGroupSums
        where TWindow : struct, IByteWindow
    {
        public uint* Words;
        public ushort* Starts;
        public int* HighRowSum;
        public int* LowRowSum;
        public float* Bias;
        public sbyte* Codebook;
        public byte* High;
        public byte* Low;
        public float Scale;
        public int HighOffset;
        public int LowOffset;
        public bool Relu;

        public static int GroupRows => WindowShape.Lanes;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly void Compute(int start, int end, int place, float* sums)
        {
            CacheLine.Prefetch(Bias + place, GroupRows);
            CacheLine.Prefetch(HighRowSum + place, GroupRows);
            CacheLine.Prefetch(LowRowSum + place, GroupRows);
            uint* words = Words + ((nint)start / 2 * ByteWindowBuilder.WordsOfTwo);
            Vector512<int> cross;
            if (Instructions.Avx512Vbmi)
            {
                FineWindowSteps.Sum<TWindow>(words, Starts + start, end - start, High, Low, Codebook, (int*)sums, (int*)&cross);
            }
            else
            {
                FineWindowSteps.SumScalar<TWindow>(words, Starts + start, end - start, High, Low, Codebook, (int*)sums, (int*)&cross);
            }

            // What the offset adds is taken off part by part, as it was computed: an activation of 0 leaves nothing behind.
            Vector512<int> highRow = Vector512.Load(HighRowSum + place);
            Vector512<int> high = Vector512.Load((int*)sums) - (highRow * HighOffset);
            cross -= (Vector512.Load(LowRowSum + place) * HighOffset) + (highRow * LowOffset);
            Vector512<float> sum = Vector512.FusedMultiplyAdd(
                Vector512.ConvertToSingle(high), Vector512.Create((float)(1 << FineActivations.HalfBits)), Vector512.ConvertToSingle(cross));
            Vector512<float> result = Vector512.FusedMultiplyAdd(sum, Vector512.Create(Scale), Vector512.Load(Bias + place));
            (Relu ? Runtime.Relu.Apply(result) : result).Store(sums);
        }
    }
}
