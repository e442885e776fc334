using System.ComponentModel;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace DeepCompression.Aot.Runtime;

/// <summary>
/// A convolution straight from its packed weights, which are decoded in every inference and never kept: each weight, as it comes, adds
/// its multiple of the input under it to the plane of its output channel.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class StreamingConvolution
{
    /// <summary>output = weights ∗ input + bias, rectified if asked for.</summary>
    /// <param name="weights">The packed weights (output channels, input channels, window height, window width).</param>
    /// <param name="codebook">The value of each code: 0 for code 0, then the centroids.</param>
    /// <param name="bias">A number for each output channel, or none.</param>
    /// <param name="shape">The convolution, which must not pool.</param>
    /// <param name="input">The input (channels, height, width).</param>
    /// <param name="output">Receives the output (channels, height, width); shares no memory with the input.</param>
    /// <param name="relu">Whether negative sums become 0.</param>
    /// <exception cref="ArgumentException">A length differs, or the shape pools.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The shape has no output.</exception>
    /// <exception cref="InvalidOperationException">The stream breaks a rule of the format.</exception>
    [SkipLocalsInit]
    public static void Apply(
        in PackedTensor weights, ReadOnlySpan<float> codebook, ReadOnlySpan<float> bias, ConvolutionShape shape,
        ReadOnlySpan<float> input, Span<float> output, bool relu)
    {
        shape.Require();
        ThrowHelper.RequireLength(nameof(shape), 1, shape.Phases);
        ThrowHelper.RequireLength(nameof(weights), shape.RowLength, weights.RowLength);
        ThrowHelper.RequireLength(nameof(weights), shape.OutputChannels, weights.Rows);
        ThrowHelper.RequireLength(nameof(codebook), weights.IndexLengths.Length + 1, codebook.Length);
        ThrowHelper.RequireLength(nameof(bias), bias.IsEmpty ? 0 : shape.OutputChannels, bias.Length);
        ThrowHelper.RequireLength(nameof(input), shape.InputLength, input.Length);
        ThrowHelper.RequireLength(nameof(output), shape.OutputLength, output.Length);

        output.Clear();
        for (int channel = 0; channel < bias.Length; channel++)
        {
            output.Slice(channel * shape.Positions, shape.Positions).Fill(bias[channel]);
        }

        var streamed = new StreamedWeights(
            weights, stackalloc uint[WeightTable.Length], stackalloc int[WeightDecoder.BlockLength], stackalloc byte[WeightDecoder.BlockLength]);
        while (streamed.MoveNext())
        {
            Span<float> plane = output.Slice(streamed.Row * shape.Positions, shape.Positions);
            for (int i = 0; i < streamed.Positions.Length; i++)
            {
                AddTap(shape, streamed.Positions[i] - streamed.Offset, codebook[streamed.Codes[i]], input, plane);
            }
        }

        if (relu)
        {
            Relu.Apply(output, output);
        }
    }

    /// <summary>Adds one tap to all positions of a plane.</summary>
    private static void AddTap(in ConvolutionShape shape, int tap, float weight, ReadOnlySpan<float> input, Span<float> plane)
    {
        (int channel, int inWindow) = Math.DivRem(tap, shape.WindowHeight * shape.WindowWidth);
        (int top, int left) = Math.DivRem(inWindow, shape.WindowWidth);
        int width = shape.OutputWidth;
        int used = ((width - 1) * shape.StrideX) + 1;
        for (int y = 0; y < shape.OutputHeight; y++)
        {
            int row = (channel * shape.Height) + top + (y * shape.StrideY);
            ReadOnlySpan<float> source = input.Slice((row * shape.Width) + left, used);
            Span<float> target = plane.Slice(y * width, width);
            if (shape.StrideX == 1)
            {
                AddMultiple(weight, source, target);
            }
            else
            {
                AddStrided(weight, source, shape.StrideX, target);
            }
        }
    }

    private static void AddMultiple(float weight, ReadOnlySpan<float> source, Span<float> target)
    {
        int x = 0;
        for (; x <= target.Length - Vector<float>.Count; x += Vector<float>.Count)
        {
            (new Vector<float>(target[x..]) + (new Vector<float>(source[x..]) * weight)).CopyTo(target[x..]);
        }

        for (; x < target.Length; x++)
        {
            target[x] += weight * source[x];
        }
    }

    private static void AddStrided(float weight, ReadOnlySpan<float> source, int stride, Span<float> target)
    {
        for (int x = 0; x < target.Length; x++)
        {
            target[x] += weight * source[x * stride];
        }
    }
}
