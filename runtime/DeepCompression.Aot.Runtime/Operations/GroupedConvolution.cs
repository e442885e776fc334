using System.ComponentModel;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace DeepCompression.Aot.Runtime;

/// <summary>
/// A convolution in groups, depthwise ones among them, with dense weights: where windows stand side by side, a vector of sums stays in
/// a register while the taps pass, each a broadcast weight times the input under the vector.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class GroupedConvolution
{
    /// <summary>The elements of a plane that is computed as one row, at most: they lie on the stack.</summary>
    private const int MaxFlatLength = 1024;

    /// <summary>Computes all output channels; taps are added in ascending order of channel, row and column, the bias last.</summary>
    /// <param name="input">The padded tensor (channels, height, width).</param>
    /// <param name="weights">The weights (output channels, input channels of a group, window height, window width).</param>
    /// <param name="bias">A number for each output channel, or none.</param>
    /// <param name="output">Receives (output channels, output height, output width); apart from the input's memory.</param>
    /// <param name="shape">The shapes.</param>
    /// <param name="relu">Whether negative sums become 0.</param>
    /// <exception cref="ArgumentException">A length does not fit the shape.</exception>
    public static void Apply(
        ReadOnlySpan<float> input, ReadOnlySpan<float> weights, ReadOnlySpan<float> bias, Span<float> output, in GroupedShape shape, bool relu)
    {
        int channels = shape.Groups * shape.GroupOutputs;
        int positions = shape.OutputHeight * shape.OutputWidth;
        int groupLength = shape.GroupInputs * shape.Height * shape.Width;
        ThrowHelper.RequireLength(nameof(input), checked(shape.Groups * groupLength), input.Length);
        ThrowHelper.RequireLength(nameof(weights), checked(channels * shape.Taps), weights.Length);
        ThrowHelper.RequireLength(nameof(output), checked(channels * positions), output.Length);
        if (!bias.IsEmpty)
        {
            ThrowHelper.RequireLength(nameof(bias), channels, bias.Length);
        }

        float floor = relu ? 0 : float.NegativeInfinity;
        for (int channel = 0; channel < channels; channel++)
        {
            ReadOnlySpan<float> planes = input.Slice(channel / shape.GroupOutputs * groupLength, groupLength);
            ReadOnlySpan<float> taps = weights.Slice(channel * shape.Taps, shape.Taps);
            Span<float> plane = output.Slice(channel * positions, positions);
            float term = bias.IsEmpty ? 0 : bias[channel];
            if (IsNarrow(shape))
            {
                FlatPlane(planes, taps, term, floor, plane, shape);
                continue;
            }

            for (int y = 0; y < shape.OutputHeight; y++)
            {
                Row(planes[(y * shape.StrideY * shape.Width)..], taps, term, floor, plane.Slice(y * shape.OutputWidth, shape.OutputWidth), shape);
            }
        }
    }

    /// <summary>Positions from the first window of a plane to the last, those between its rows counted.</summary>
    private static int FlatLength(in GroupedShape shape) => ((shape.OutputHeight - 1) * shape.Width) + shape.OutputWidth;

    /// <summary>Whether rows are too short to fill vectors, but a whole plane is not.</summary>
    private static bool IsNarrow(in GroupedShape shape) =>
        shape.StrideX == 1 && shape.StrideY == 1 && shape.OutputWidth < 2 * Vector<float>.Count
        && FlatLength(shape) >= Vector<float>.Count && FlatLength(shape) <= MaxFlatLength;

    /// <summary>A plane as if it were one row: windows that reach from one row into the next are computed too, and left out.</summary>
    private static void FlatPlane(ReadOnlySpan<float> planes, ReadOnlySpan<float> taps, float bias, float floor, Span<float> output, in GroupedShape shape)
    {
        Span<float> sums = stackalloc float[FlatLength(shape)];
        Row(planes, taps, bias, floor, sums, shape);
        for (int y = 0; y < shape.OutputHeight; y++)
        {
            sums.Slice(y * shape.Width, shape.OutputWidth).CopyTo(output[(y * shape.OutputWidth)..]);
        }
    }

    /// <summary>One output row; the planes begin with the row under the top of its windows.</summary>
    private static void Row(ReadOnlySpan<float> planes, ReadOnlySpan<float> taps, float bias, float floor, Span<float> output, in GroupedShape shape)
    {
        int x = 0;
        if (shape.StrideX == 1 && output.Length >= Vector<float>.Count)
        {
            // The last vector ends with the row; what it shares with the one before is computed twice.
            int last = output.Length - Vector<float>.Count;
            for (; x < last; x += Vector<float>.Count)
            {
                Store(output[x..], VectorSum(planes[x..], taps, shape), bias, floor);
            }

            Store(output[last..], VectorSum(planes[last..], taps, shape), bias, floor);
            return;
        }

        for (; x < output.Length; x++)
        {
            float sum = Sum(planes[(x * shape.StrideX)..], taps, shape) + bias;

            // So written that NaN stays NaN.
            output[x] = sum < floor ? 0 : sum;
        }
    }

    private static void Store(Span<float> output, Vector<float> sum, float bias, float floor)
    {
        sum += new Vector<float>(bias);
        Vector.ConditionalSelect(Vector.LessThan(sum, new Vector<float>(floor)), Vector<float>.Zero, sum).CopyTo(output);
    }

    private static Vector<float> VectorSum(ReadOnlySpan<float> planes, ReadOnlySpan<float> taps, in GroupedShape shape)
    {
        int plane = shape.Height * shape.Width;
        ref float first = ref MemoryMarshal.GetReference(planes);

        // The farthest element that any tap reads; everything before it is inside as well.
        RequireInside(planes, ((shape.GroupInputs - 1) * plane) + ((shape.WindowHeight - 1) * shape.Width) + shape.WindowWidth - 1 + Vector<float>.Count);
        Vector<float> sum = Vector<float>.Zero;
        int tap = 0;
        for (int channel = 0; channel < shape.GroupInputs; channel++)
        {
            for (int row = 0; row < shape.WindowHeight; row++)
            {
                ref float start = ref Unsafe.Add(ref first, (channel * plane) + (row * shape.Width));
                for (int column = 0; column < shape.WindowWidth; column++)
                {
                    sum += Vector.LoadUnsafe(ref Unsafe.Add(ref start, column)) * taps[tap++];
                }
            }
        }

        return sum;
    }

    private static float Sum(ReadOnlySpan<float> planes, ReadOnlySpan<float> taps, in GroupedShape shape)
    {
        int plane = shape.Height * shape.Width;
        float sum = 0;
        int tap = 0;
        for (int channel = 0; channel < shape.GroupInputs; channel++)
        {
            for (int row = 0; row < shape.WindowHeight; row++)
            {
                ReadOnlySpan<float> elements = planes.Slice((channel * plane) + (row * shape.Width), shape.WindowWidth);
                foreach (float element in elements)
                {
                    sum += element * taps[tap++];
                }
            }
        }

        return sum;
    }

    private static void RequireInside(ReadOnlySpan<float> planes, int length)
    {
        if (planes.Length < length)
        {
            throw new ArgumentException("The input is shorter than its windows reach.", nameof(planes));
        }
    }
}
