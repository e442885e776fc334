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
            Run<TVector, TLanes, SingleStride<TVector, TLanes>>(taps, bias, input, output, scratch, lowest, highest);
        }
        else
        {
            Run<TVector, TLanes, DoubleStride<TVector, TLanes>>(taps, bias, input, output, scratch, lowest, highest);
        }
    }

    private static void Run<TVector, TLanes, TStride>(
        DirectTaps taps, ReadOnlySpan<float> bias, ReadOnlySpan<float> input, Span<float> output, Span<float> scratch, float lowest, float highest)
        where TVector : struct
        where TLanes : struct, ILanes<TVector>
        where TStride : struct, IStride<TVector, TLanes>
    {
        if (taps.IsFlat)
        {
            RunPlanes(new FlatPlane<TVector, TLanes>(taps, lowest, highest), taps, bias, input, output, scratch);
        }
        else if (taps.IsWalked)
        {
            RunPlanes(new DepthwisePlane<TVector, TLanes, TStride>(taps, lowest, highest), taps, bias, input, output, scratch);
        }
        else
        {
            RunPlanes(new DirectPlane<TVector, TLanes, TStride>(taps, lowest, highest), taps, bias, input, output, scratch);
        }
    }

    /// <summary>
    /// What lies before or behind the planes of most groups are other groups' planes, which may be read; at either end of the input a group
    /// is copied to where there is more memory around it. What a plane's vectors write behind its end is overwritten by the next planes;
    /// the last are computed elsewhere and copied.
    /// </summary>
    private static unsafe void RunPlanes<TPlane>(
        in TPlane plane, DirectTaps taps, ReadOnlySpan<float> bias, ReadOnlySpan<float> input, Span<float> output, Span<float> scratch)
        where TPlane : struct, IDirectPlane
    {
        GroupedShape shape = taps.Shape;
        (int groupLength, int positions, int length) = (shape.GroupLength, shape.Positions, shape.Taps);
        int lastWithRoom = input.Length - groupLength - taps.After;
        int lastInside = output.Length - positions - taps.Over;
        Span<float> copy = scratch.Slice(taps.Before, groupLength);
        Span<float> last = scratch.Slice(taps.Before + groupLength + taps.After, positions + taps.Over);
        (int first, int together) = Together(taps, lastWithRoom, lastInside);
        fixed (float* pinnedInput = input, pinnedOutput = output, pinnedCopy = copy, pinnedLast = last, weights = taps.Weights, pinnedBias = bias)
        {
            int count;
            for (int channel = 0; channel < shape.Outputs; channel += count)
            {
                count = channel == first ? together : 1;
                int start = channel / shape.GroupOutputs * groupLength;
                int place = channel * positions;
                bool hasRoom = start >= taps.Before && start <= lastWithRoom;
                if (!hasRoom)
                {
                    input.Slice(start, groupLength).CopyTo(copy);
                }

                bool isInside = place <= lastInside;
                plane.Run(
                    hasRoom ? pinnedInput + start : pinnedCopy,
                    weights + (channel * length),
                    pinnedBias != null ? pinnedBias + channel : null,
                    isInside ? pinnedOutput + place : pinnedLast,
                    count);
                if (!isInside)
                {
                    last[..positions].CopyTo(output[place..]);
                }
            }
        }
    }

    /// <summary>The first output channel that needs no copies, and how many such follow on each other; one where groups have several.</summary>
    private static (int First, int Count) Together(DirectTaps taps, int lastWithRoom, int lastInside)
    {
        GroupedShape shape = taps.Shape;
        if (shape.GroupOutputs > 1 || lastWithRoom < 0 || lastInside < 0)
        {
            return (0, 1);
        }

        int first = (taps.Before + shape.GroupLength - 1) / shape.GroupLength;
        int last = Math.Min(lastWithRoom / shape.GroupLength, lastInside / shape.Positions);
        return (first, Math.Max(1, last - first + 1));
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
