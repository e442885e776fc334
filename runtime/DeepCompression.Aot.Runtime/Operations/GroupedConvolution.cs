using System.ComponentModel;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace DeepCompression.Aot.Runtime;

/// <summary>
/// A convolution in groups, depthwise ones among them, of any stride and with dense weights that need no preparation: where windows
/// stand side by side within the plane, a vector of sums stays in a register while the taps pass, each a broadcast weight times the
/// input under the vector.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class GroupedConvolution
{
    /// <summary>Computes all output channels; taps are added in ascending order of channel, row and column, the bias last.</summary>
    /// <param name="input">The tensor (channels, height, width), without padding.</param>
    /// <param name="weights">The weights (output channels, input channels of a group, window height, window width).</param>
    /// <param name="bias">A number for each output channel, or none.</param>
    /// <param name="output">Receives (output channels, output height, output width); apart from the input's memory.</param>
    /// <param name="shape">The shapes.</param>
    /// <param name="lowest">What outputs are at least: 0 to rectify them, −∞ to leave them alone.</param>
    /// <param name="highest">What outputs are at most.</param>
    /// <exception cref="ArgumentException">A length does not fit the shape.</exception>
    public static void Apply(
        ReadOnlySpan<float> input, ReadOnlySpan<float> weights, ReadOnlySpan<float> bias, Span<float> output, in GroupedShape shape, float lowest, float highest)
    {
        ThrowHelper.RequireLength(nameof(input), checked(shape.Groups * shape.GroupLength), input.Length);
        ThrowHelper.RequireLength(nameof(weights), checked(shape.Outputs * shape.Taps), weights.Length);
        ThrowHelper.RequireLength(nameof(output), checked(shape.Outputs * shape.Positions), output.Length);
        if (!bias.IsEmpty)
        {
            ThrowHelper.RequireLength(nameof(bias), shape.Outputs, bias.Length);
        }

        var limits = new Clip(lowest, highest);
        for (int channel = 0; channel < shape.Outputs; channel++)
        {
            ReadOnlySpan<float> planes = input.Slice(channel / shape.GroupOutputs * shape.GroupLength, shape.GroupLength);
            ReadOnlySpan<float> taps = weights.Slice(channel * shape.Taps, shape.Taps);
            Span<float> plane = output.Slice(channel * shape.Positions, shape.Positions);
            float term = bias.IsEmpty ? 0 : bias[channel];
            for (int y = 0; y < shape.OutputHeight; y++)
            {
                Row(planes, taps, y, term, limits, plane.Slice(y * shape.OutputWidth, shape.OutputWidth), shape);
            }
        }
    }

    /// <summary>One output row: in vectors what windows within the plane give, one by one what reaches over its sides.</summary>
    private static void Row(ReadOnlySpan<float> planes, ReadOnlySpan<float> taps, int y, float bias, Clip limits, Span<float> output, in GroupedShape shape)
    {
        int end = Math.Min(shape.Width - shape.WindowWidth + shape.PadLeft + 1, output.Length);
        int x = 0;
        for (; x < Math.Min(shape.PadLeft, output.Length); x++)
        {
            output[x] = limits.Apply(new RealNumber(Sum(planes, taps, y, x, shape) + bias)).Value;
        }

        for (; shape.StrideX == 1 && x <= end - Vector<float>.Count; x += Vector<float>.Count)
        {
            Vector<float> sum = VectorSum(planes, taps, y, x - shape.PadLeft, shape) + new Vector<float>(bias);
            limits.Apply(new RealVector(sum)).Value.CopyTo(output[x..]);
        }

        for (; x < output.Length; x++)
        {
            output[x] = limits.Apply(new RealNumber(Sum(planes, taps, y, x, shape) + bias)).Value;
        }
    }

    /// <summary>The rows of windows that lie within the plane.</summary>
    private static (int First, int End) Rows(int y, in GroupedShape shape)
    {
        int top = (y * shape.StrideY) - shape.PadTop;
        return (Math.Max(0, -top), Math.Min(shape.WindowHeight, shape.Height - top));
    }

    /// <summary>The sums of windows side by side, the first of which begins in a column of the plane.</summary>
    private static Vector<float> VectorSum(ReadOnlySpan<float> planes, ReadOnlySpan<float> taps, int y, int column, in GroupedShape shape)
    {
        Vector<float> sum = Vector<float>.Zero;
        (int first, int end) = Rows(y, shape);
        for (int channel = 0; channel < shape.GroupInputs; channel++)
        {
            for (int down = first; down < end; down++)
            {
                int row = (channel * shape.Height) + (y * shape.StrideY) - shape.PadTop + down;
                ReadOnlySpan<float> elements = planes.Slice((row * shape.Width) + column, shape.WindowWidth - 1 + Vector<float>.Count);
                ReadOnlySpan<float> weights = taps.Slice(((channel * shape.WindowHeight) + down) * shape.WindowWidth, shape.WindowWidth);
                ref float start = ref MemoryMarshal.GetReference(elements);
                for (int across = 0; across < weights.Length; across++)
                {
                    sum += Vector.LoadUnsafe(ref Unsafe.Add(ref start, across)) * weights[across];
                }
            }
        }

        return sum;
    }

    private static float Sum(ReadOnlySpan<float> planes, ReadOnlySpan<float> taps, int y, int x, in GroupedShape shape)
    {
        float sum = 0;
        int left = (x * shape.StrideX) - shape.PadLeft;
        int firstAcross = Math.Max(0, -left);
        int columns = Math.Min(shape.WindowWidth, shape.Width - left) - firstAcross;
        (int first, int end) = Rows(y, shape);
        for (int channel = 0; columns > 0 && channel < shape.GroupInputs; channel++)
        {
            for (int down = first; down < end; down++)
            {
                int row = (channel * shape.Height) + (y * shape.StrideY) - shape.PadTop + down;
                ReadOnlySpan<float> elements = planes.Slice((row * shape.Width) + left + firstAcross, columns);
                ReadOnlySpan<float> weights = taps.Slice((((channel * shape.WindowHeight) + down) * shape.WindowWidth) + firstAcross, columns);
                for (int i = 0; i < elements.Length; i++)
                {
                    sum += elements[i] * weights[i];
                }
            }
        }

        return sum;
    }
}
