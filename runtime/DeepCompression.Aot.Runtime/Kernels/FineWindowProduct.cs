using System.ComponentModel;
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
                Ahead = WindowSteps.PrefetchWords,
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
        public nint Ahead;
        public bool Relu;

        public static int GroupRows => WindowShape.Lanes;

        public readonly void Compute(int* groupEnd, int first, int last, float* sums)
        {
            byte* high = High, low = Low;
            sbyte* codebook = Codebook;
            (float scale, int highOffset, int lowOffset, nint ahead, bool relu) = (Scale, HighOffset, LowOffset, Ahead, Relu);
            int place = first * GroupRows;
            int* highRowSum = HighRowSum + place, lowRowSum = LowRowSum + place;
            float* bias = Bias + place;
            int step = GroupWalk.FirstStep(groupEnd, first);
            uint* words = Words + WordsBefore(step);
            ushort* starts = Starts + step;
            Vector512<int> cross;
            for (int group = first; group < last; group++, sums += GroupRows)
            {
                CacheLine.Prefetch(bias, GroupRows);
                CacheLine.Prefetch(highRowSum, GroupRows);
                CacheLine.Prefetch(lowRowSum, GroupRows);
                int count = groupEnd[group] - step;
                if (Instructions.Avx512Vbmi)
                {
                    FineWindowSteps.Sum<TWindow>(words, starts, count, high, low, codebook, (int*)sums, (int*)&cross, ahead);
                }
                else
                {
                    FineWindowSteps.SumScalar<TWindow>(words, starts, count, high, low, codebook, (int*)sums, (int*)&cross);
                }

                // What the offset adds is taken off part by part, as it was computed: an activation of 0 leaves nothing behind.
                Vector512<int> highRow = Vector512.Load(highRowSum);
                Vector512<int> upper = Vector512.Load((int*)sums) - (highRow * highOffset);
                cross -= (Vector512.Load(lowRowSum) * highOffset) + (highRow * lowOffset);
                Vector512<float> sum = Vector512.FusedMultiplyAdd(
                    Vector512.ConvertToSingle(upper), Vector512.Create((float)(1 << FineActivations.HalfBits)), Vector512.ConvertToSingle(cross));
                Vector512<float> result = Vector512.FusedMultiplyAdd(sum, Vector512.Create(scale), Vector512.Load(bias));
                (relu ? Runtime.Relu.Apply(result) : result).Store(sums);
                words += WordsBefore(count);
                starts += count;
                step += count;
                highRowSum += GroupRows;
                lowRowSum += GroupRows;
                bias += GroupRows;
            }
        }

        private static nint WordsBefore(nint steps) => steps / 2 * ByteWindowBuilder.WordsOfTwo;
    }
}
