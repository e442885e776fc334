using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace DeepCompression.Aot.Runtime;

/// <summary>
/// The dense convolution in 8-bit arithmetic as a tiled product: <see cref="PanelConvolution"/> over words of four channels each, whose
/// products and sums are integers and exact, so that every processor computes the same.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class BytePanelConvolution
{
    /// <summary>The most weights of an output channel whose sums stay within 32 bits.</summary>
    internal const int MaxRowLength = int.MaxValue / (byte.MaxValue * sbyte.MaxValue);

    /// <summary>Whether the processor has AVX-VNNI; a constant for the compiler, so the other branch disappears.</summary>
    public static bool IsSupported
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => AvxVnni.IsSupported;
    }

    /// <summary>Computes a layer.</summary>
    /// <typeparam name="TTile">The layer's constants.</typeparam>
    /// <param name="weights">The weights with the bias, built for these constants.</param>
    /// <param name="input">The input, padding included.</param>
    /// <param name="activations">How it becomes bytes.</param>
    /// <param name="output">Receives the output; apart from the input's memory.</param>
    /// <param name="scratch">Scratch memory apart from both: at least <see cref="BytePanels.ScratchLength"/> floats.</param>
    /// <param name="relu">Whether outputs are rectified.</param>
    /// <exception cref="ArgumentException">A length does not fit, or the weights were built for another tile.</exception>
    public static void Run<TTile>(
        BytePanels weights, ReadOnlySpan<float> input, ActivationOctets activations, Span<float> output, Span<float> scratch, bool relu)
        where TTile : struct, IPanelTile
    {
        ThrowHelper.RequireLength(nameof(input), weights.Shape.InputLength, input.Length);
        if (scratch.Length < weights.ScratchLength)
        {
            ThrowHelper.TooShort(nameof(scratch), weights.ScratchLength, scratch.Length);
        }

        Span<float> words = scratch[..weights.InterleavedLength];
        activations.Interleave(input, weights.Shape.Height * weights.Shape.Width, MemoryMarshal.Cast<float, int>(words));
        PanelConvolution.Run<Vector256<float>, DotLanes256, TTile>(weights.Panels, words, output, scratch[weights.InterleavedLength..]);
        Finish(weights, activations, output, relu);
    }

    /// <summary>Makes outputs of the sums in their places.</summary>
    private static void Finish(BytePanels weights, ActivationOctets activations, Span<float> output, bool relu)
    {
        int positions = weights.Shape.Positions;
        for (int channel = 0; channel < weights.Bias.Length; channel++)
        {
            Finish(
                output.Slice(channel * positions, positions),
                weights.Sums[channel] * activations.Offset,
                weights.Scales[channel] * activations.Scale,
                weights.Bias[channel],
                relu);
        }
    }

    private static void Finish(Span<float> plane, int surplus, float scale, float bias, bool relu)
    {
        ref float first = ref MemoryMarshal.GetReference(plane);
        int i = 0;
        for (; Vector256.IsHardwareAccelerated && i <= plane.Length - Vector256<float>.Count; i += Vector256<float>.Count)
        {
            Vector256<int> exact = Vector256.LoadUnsafe(ref first, (nuint)i).AsInt32() - Vector256.Create(surplus);
            Vector256<float> result = Vector256.FusedMultiplyAdd(Vector256.ConvertToSingle(exact), Vector256.Create(scale), Vector256.Create(bias));
            (relu ? Relu.Apply(result) : result).StoreUnsafe(ref first, (nuint)i);
        }

        for (; i < plane.Length; i++)
        {
            float result = MathF.FusedMultiplyAdd(BitConverter.SingleToInt32Bits(plane[i]) - surplus, scale, bias);
            plane[i] = relu ? Relu.Apply(result) : result;
        }
    }
}
