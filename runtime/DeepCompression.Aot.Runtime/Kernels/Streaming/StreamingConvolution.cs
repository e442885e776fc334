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
            AddTaps(shape, streamed.Positions, streamed.Offset, streamed.Codes, codebook, input, plane);
        }

        if (relu)
        {
            Relu.Apply(output, output);
        }
    }

    /// <summary>Adds taps of an output channel to its plane; four at a time where vectors can, so that it is read and written a quarter as often.</summary>
    private static void AddTaps(
        in ConvolutionShape shape, ReadOnlySpan<int> positions, int offset, ReadOnlySpan<byte> codes, ReadOnlySpan<float> codebook,
        ReadOnlySpan<float> input, Span<float> plane)
    {
        int tap = 0;
        if (shape.StrideX == 1 && shape.OutputWidth >= Vector<float>.Count)
        {
            for (; tap <= positions.Length - 4; tap += 4)
            {
                AddFour(
                    shape, Source(shape, positions[tap] - offset, input), Source(shape, positions[tap + 1] - offset, input),
                    Source(shape, positions[tap + 2] - offset, input), Source(shape, positions[tap + 3] - offset, input),
                    codebook[codes[tap]], codebook[codes[tap + 1]], codebook[codes[tap + 2]], codebook[codes[tap + 3]], plane);
            }
        }

        for (; tap < positions.Length; tap++)
        {
            AddOne(shape, Source(shape, positions[tap] - offset, input), codebook[codes[tap]], plane);
        }
    }

    /// <summary>The input from the element that a tap meets in the first position to the one that it meets in the last.</summary>
    private static ReadOnlySpan<float> Source(in ConvolutionShape shape, int tap, ReadOnlySpan<float> input)
    {
        int last = ((shape.OutputHeight - 1) * shape.StrideY * shape.Width) + ((shape.OutputWidth - 1) * shape.StrideX);
        return input.Slice(shape.Place(tap), last + 1);
    }

    /// <summary>Adds four taps to the rows of a plane, which have whole vectors of neighbours, the last of which may overlap the one before.</summary>
    private static void AddFour(
        in ConvolutionShape shape, ReadOnlySpan<float> source0, ReadOnlySpan<float> source1, ReadOnlySpan<float> source2,
        ReadOnlySpan<float> source3, float weight0, float weight1, float weight2, float weight3, Span<float> plane)
    {
        int width = shape.OutputWidth;
        int height = shape.OutputHeight;
        int last = width - Vector<float>.Count;
        for (int y = 0; y < height; y++)
        {
            Span<float> target = plane.Slice(y * width, width);
            int start = y * shape.StrideY * shape.Width;
            ReadOnlySpan<float> row0 = source0.Slice(start, width);
            ReadOnlySpan<float> row1 = source1.Slice(start, width);
            ReadOnlySpan<float> row2 = source2.Slice(start, width);
            ReadOnlySpan<float> row3 = source3.Slice(start, width);

            // The last vector is summed up before those that it overlaps have changed, and written after them.
            Vector<float> lastSum = SumAt(last, row0, row1, row2, row3, target);
            for (int x = 0; x < last; x += Vector<float>.Count)
            {
                SumAt(x, row0, row1, row2, row3, target).CopyTo(target[x..]);
            }

            lastSum.CopyTo(target[last..]);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        Vector<float> SumAt(
            int x, ReadOnlySpan<float> row0, ReadOnlySpan<float> row1, ReadOnlySpan<float> row2, ReadOnlySpan<float> row3, Span<float> target)
        {
            Vector<float> first = (new Vector<float>(row0[x..]) * weight0) + (new Vector<float>(row1[x..]) * weight1);
            Vector<float> second = (new Vector<float>(row2[x..]) * weight2) + (new Vector<float>(row3[x..]) * weight3);
            return new Vector<float>(target[x..]) + (first + second);
        }
    }

    /// <summary>Adds one tap to all positions of a plane.</summary>
    private static void AddOne(in ConvolutionShape shape, ReadOnlySpan<float> source, float weight, Span<float> plane)
    {
        int width = shape.OutputWidth;
        int height = shape.OutputHeight;
        for (int y = 0; y < height; y++)
        {
            ReadOnlySpan<float> row = source[(y * shape.StrideY * shape.Width)..];
            Span<float> target = plane.Slice(y * width, width);
            for (int x = 0; x < target.Length; x++)
            {
                target[x] += weight * row[x * shape.StrideX];
            }
        }
    }
}
