using System.ComponentModel;
using System.Runtime.Intrinsics;

namespace DeepCompression.Aot.Runtime;

/// <summary>
/// A convolution in groups, depthwise ones above all, that reads its input where it is, without a padded copy: for each vector of
/// outputs the taps pass, each a broadcast weight times the input under the vector, of which masks keep what lies within the plane.
/// </summary>
/// <remarks>Each form may be called on any processor, but is quick only where vectors of its width are.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class DirectConvolution
{
    /// <summary>Computes a layer with vectors of 16.</summary>
    /// <param name="taps">The weights, built for vectors of this width.</param>
    /// <param name="bias">One number for each output channel, or nothing.</param>
    /// <param name="input">The input (channels, height, width), without padding.</param>
    /// <param name="output">Receives (output channels, output height, output width); apart from the input's memory.</param>
    /// <param name="scratch">Scratch memory apart from both: at least <see cref="DirectTaps.ScratchLength"/> floats.</param>
    /// <param name="lowest">What outputs are at least: 0 to rectify them, −∞ to leave them alone.</param>
    /// <param name="highest">What outputs are at most.</param>
    /// <exception cref="ArgumentException">A length does not fit, or the weights were built for another width.</exception>
    public static void Run512(
        DirectTaps taps, ReadOnlySpan<float> bias, ReadOnlySpan<float> input, Span<float> output, Span<float> scratch, float lowest, float highest) =>
        Run<Vector512<float>, Lanes512>(taps, bias, input, output, scratch, lowest, highest);

    /// <summary>Computes a layer with vectors of 8.</summary>
    /// <inheritdoc cref="Run512"/>
    public static void Run256(
        DirectTaps taps, ReadOnlySpan<float> bias, ReadOnlySpan<float> input, Span<float> output, Span<float> scratch, float lowest, float highest) =>
        Run<Vector256<float>, Lanes256>(taps, bias, input, output, scratch, lowest, highest);

    /// <summary>Computes a layer with vectors of 4.</summary>
    /// <inheritdoc cref="Run512"/>
    public static void Run128(
        DirectTaps taps, ReadOnlySpan<float> bias, ReadOnlySpan<float> input, Span<float> output, Span<float> scratch, float lowest, float highest) =>
        Run<Vector128<float>, Lanes128>(taps, bias, input, output, scratch, lowest, highest);

    private static void Run<TVector, TLanes>(
        DirectTaps taps, ReadOnlySpan<float> bias, ReadOnlySpan<float> input, Span<float> output, Span<float> scratch, float lowest, float highest)
        where TVector : struct
        where TLanes : struct, ILanes<TVector>
    {
        RequireFit(taps, TLanes.Count, bias, input, output, scratch);
        if (taps.Shape.StrideX == 1)
        {
            var plane = new DirectPlane<TVector, TLanes, SingleStride<TVector, TLanes>>(taps, lowest, highest);
            RunPlanes(plane, taps, bias, input, output, scratch);
        }
        else
        {
            var plane = new DirectPlane<TVector, TLanes, DoubleStride<TVector, TLanes>>(taps, lowest, highest);
            RunPlanes(plane, taps, bias, input, output, scratch);
        }
    }

    /// <summary>
    /// Output plane by output plane. What lies before or behind the planes of most groups are other groups' planes, which may be read;
    /// at either end of the input a group is copied to where there is more memory around it. What a plane's vectors write behind its
    /// end is overwritten by the next planes; the last are computed elsewhere and copied.
    /// </summary>
    private static unsafe void RunPlanes<TVector, TLanes, TStride>(
        in DirectPlane<TVector, TLanes, TStride> plane,
        DirectTaps taps,
        ReadOnlySpan<float> bias,
        ReadOnlySpan<float> input,
        Span<float> output,
        Span<float> scratch)
        where TVector : struct
        where TLanes : struct, ILanes<TVector>
        where TStride : struct, IStride<TVector, TLanes>
    {
        GroupedShape shape = taps.Shape;
        int groupLength = shape.GroupLength;
        int positions = shape.Positions;
        Span<float> copy = scratch.Slice(taps.Before, groupLength);
        Span<float> last = scratch.Slice(taps.Before + groupLength + taps.After, positions + taps.Over);
        fixed (float* pinnedInput = input, pinnedOutput = output, pinnedCopy = copy, pinnedLast = last, weights = taps.Weights)
        {
            for (int channel = 0; channel < shape.Outputs; channel++)
            {
                (int group, int ordinal) = Math.DivRem(channel, shape.GroupOutputs);
                int start = group * groupLength;
                bool hasRoom = start >= taps.Before && input.Length - start - groupLength >= taps.After;
                if (!hasRoom && ordinal == 0)
                {
                    input.Slice(start, groupLength).CopyTo(copy);
                }

                float* source = hasRoom ? pinnedInput + start : pinnedCopy;
                bool isInside = output.Length - ((channel + 1) * positions) >= taps.Over;
                float* target = isInside ? pinnedOutput + (channel * positions) : pinnedLast;
                plane.Run(source, weights + ((nint)channel * shape.Taps), bias.IsEmpty ? 0 : bias[channel], target);
                if (!isInside)
                {
                    last[..positions].CopyTo(output[(channel * positions)..]);
                }
            }
        }
    }

    private static void RequireFit(
        DirectTaps taps, int lanes, ReadOnlySpan<float> bias, ReadOnlySpan<float> input, Span<float> output, Span<float> scratch)
    {
        if (taps.Lanes != lanes)
        {
            ThrowHelper.WrongTile(nameof(taps));
        }

        GroupedShape shape = taps.Shape;
        ThrowHelper.RequireLength(nameof(input), checked(shape.Groups * shape.GroupLength), input.Length);
        ThrowHelper.RequireLength(nameof(output), checked(shape.Outputs * shape.Positions), output.Length);
        if (!bias.IsEmpty)
        {
            ThrowHelper.RequireLength(nameof(bias), shape.Outputs, bias.Length);
        }

        if (scratch.Length < taps.ScratchLength)
        {
            ThrowHelper.TooShort(nameof(scratch), taps.ScratchLength, scratch.Length);
        }
    }
}
