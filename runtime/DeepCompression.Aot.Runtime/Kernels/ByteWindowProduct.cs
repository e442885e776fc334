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
    public static unsafe void Apply(
        ByteWindowRows weights, ReadOnlySpan<float> input, ActivationBytes activations, Span<float> scratch, Span<float> output, bool relu)
    {
        ThrowHelper.RequireLength(nameof(input), weights.Columns, input.Length);
        ThrowHelper.RequireLength(nameof(output), weights.Rows, output.Length);
        Span<byte> bytes = MemoryMarshal.AsBytes(RunArguments.Workspace(scratch, ScratchLength(input.Length)));
        activations.Convert(input, bytes[..input.Length]);
        fixed (byte* x = bytes)
        {
            if (weights.Width == MaxWidth)
            {
                Apply<ByteWindow128>(weights, x, activations, output, relu);
            }
            else
            {
                Apply<ByteWindow64>(weights, x, activations, output, relu);
            }
        }
    }

    [SkipLocalsInit]
    private static unsafe void Apply<TWindow>(
        ByteWindowRows weights, byte* x, ActivationBytes activations, Span<float> output, bool relu)
        where TWindow : struct, IByteWindow
    {
        int* sums = stackalloc int[WindowShape.Lanes];
        float* results = stackalloc float[WindowShape.Lanes];
        float scale = activations.Scale * weights.WeightScale;
        fixed (float* y = output, bias = weights.Bias)
        fixed (sbyte* codebook = weights.Codebook)
        fixed (ushort* starts = weights.Starts)
        fixed (int* order = weights.Order, rowSum = weights.RowSum)
        {
            int step = 0;
            int place = 0;
            foreach (int end in weights.GroupEnd)
            {
                uint* words = weights.Words.First + ((nint)step / 2 * ByteWindowRows.WordsOfTwo);
                if (IsSupported)
                {
                    ByteWindowSteps.Sum<TWindow>(words, starts + step, end - step, x, codebook, sums);
                }
                else
                {
                    ScalarByteWindowSteps.Sum<TWindow>(words, starts + step, end - step, x, codebook, sums);
                }

                Vector512<int> exact = Vector512.Load(sums) - (Vector512.Load(rowSum + place) * activations.Offset);
                Vector512<float> result = Vector512.FusedMultiplyAdd(
                    Vector512.ConvertToSingle(exact), Vector512.Create(scale), Vector512.Load(bias + place));
                (relu ? Relu.Apply(result) : result).Store(results);
                WindowProduct.Scatter(results, order + place, Math.Min(WindowShape.Lanes, output.Length - place), y);
                step = end;
                place += WindowShape.Lanes;
            }
        }

        // The steps are memory that only this object keeps.
        GC.KeepAlive(weights);
    }
}
