using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace DeepCompression.Aot.Runtime;

/// <summary>
/// The direct sparse convolution over packed planes. For a tile of output elements and a block of input channels, every place of
/// their patches becomes a plane of whole, aligned vectors in the innermost cache; then each output channel's non-zero taps pass
/// over the tile's sums, which stay in registers. A convolution that is followed by max pooling has planes of every second row and
/// column, so that the four windows of an output element are four sums of the same lane.
/// </summary>
/// <remarks>
/// Each form may be called on any processor, but is quick only where vectors of its width are. Sums start with the bias; the order
/// in which products are added follows the weight tensor, two interleaved sums being added at the end where a tile has up to four.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class PackedConvolution
{
    /// <summary>The most sums of a tile, which are as many as there are names for; processors with 16 registers hold half of them.</summary>
    public const int MaxSums = 24;

    /// <summary>Floats that may be lost to bring both parts of the scratch memory to a cache line's start.</summary>
    internal const int AlignmentSlack = 2 * CacheLine.Floats;

    /// <summary>Computes a layer with vectors of 16.</summary>
    /// <typeparam name="TTile">The layer's constants.</typeparam>
    /// <param name="taps">The weights, built for these constants.</param>
    /// <param name="bias">One number for each output channel, or nothing.</param>
    /// <param name="input">The input, padding included.</param>
    /// <param name="output">Receives the output; apart from the input's memory.</param>
    /// <param name="scratch">Scratch memory apart from both: for each thread at least <see cref="PackedTaps.ScratchLength"/> floats.</param>
    /// <exception cref="ArgumentException">A length does not fit, or the weights were built for another tile.</exception>
    public static void Run512<TTile>(
        PackedTaps taps, ReadOnlySpan<float> bias, ReadOnlySpan<float> input, Span<float> output, Span<float> scratch)
        where TTile : struct, IConvolutionTile =>
        Run<Vector512<float>, Lanes512, TTile>(taps, bias, input, output, scratch);

    /// <summary>Computes a layer with vectors of 8.</summary>
    /// <inheritdoc cref="Run512{TTile}"/>
    public static void Run256<TTile>(
        PackedTaps taps, ReadOnlySpan<float> bias, ReadOnlySpan<float> input, Span<float> output, Span<float> scratch)
        where TTile : struct, IConvolutionTile =>
        Run<Vector256<float>, Lanes256, TTile>(taps, bias, input, output, scratch);

    /// <summary>Computes a layer with vectors of 4.</summary>
    /// <inheritdoc cref="Run512{TTile}"/>
    public static void Run128<TTile>(
        PackedTaps taps, ReadOnlySpan<float> bias, ReadOnlySpan<float> input, Span<float> output, Span<float> scratch)
        where TTile : struct, IConvolutionTile =>
        Run<Vector128<float>, Lanes128, TTile>(taps, bias, input, output, scratch);

    private static void Run<TVector, TLanes, TTile>(
        PackedTaps taps, ReadOnlySpan<float> bias, ReadOnlySpan<float> input, Span<float> output, Span<float> scratch)
        where TVector : struct
        where TLanes : struct, ILanes<TVector>
        where TTile : struct, IConvolutionTile
    {
        if (TTile.TwoThreads)
        {
            Run<TVector, TLanes, TTile, TwoThreads>(taps, bias, input, output, scratch);
        }
        else
        {
            Run<TVector, TLanes, TTile, OneThread>(taps, bias, input, output, scratch);
        }
    }

    private static unsafe void Run<TVector, TLanes, TTile, TCrew>(
        PackedTaps taps, ReadOnlySpan<float> bias, ReadOnlySpan<float> input, Span<float> output, Span<float> scratch)
        where TVector : struct
        where TLanes : struct, ILanes<TVector>
        where TTile : struct, IConvolutionTile
        where TCrew : struct, ICrew
    {
        RequireFit<TTile>(taps, TLanes.Count, bias, input, output, scratch, TCrew.Threads);
        int vectors = (TTile.Positions + TLanes.Count - 1) / TLanes.Count;
        fixed (float* pinnedBias = bias, pinnedInput = input, pinnedOutput = output, pinnedScratch = scratch)
        {
            var call = new Call { Taps = taps, Bias = pinnedBias, Input = pinnedInput, Output = pinnedOutput, Scratch = pinnedScratch };
            TCrew.Do(&RunTiles<TVector, TLanes, TTile>, Unsafe.AsPointer(ref call), (vectors + TTile.Vectors - 1) / TTile.Vectors);
        }

        GC.KeepAlive(taps);
    }

    /// <summary>Computes tiles; the last two of a plane may share outputs, which come out the same.</summary>
    private static unsafe void RunTiles<TVector, TLanes, TTile>(void* work, int thread, int firstTile, int endTile)
        where TVector : struct
        where TLanes : struct, ILanes<TVector>
        where TTile : struct, IConvolutionTile
    {
        ref Call call = ref Unsafe.AsRef<Call>(work);
        PackedTaps taps = call.Taps;
        int positions = TTile.Positions;
        int vectors = (positions + TLanes.Count - 1) / TLanes.Count;
        float* packed = CacheLine.Align(call.Scratch + ((nint)thread * taps.ScratchLength));
        float* partial = CacheLine.Align(packed + taps.PackedLength);
        for (int number = firstTile; number < endTile; number++)
        {
            // The last tile begins early enough to end with the plane, and so does its last vector.
            int first = Math.Min(number * TTile.Vectors, vectors - TTile.Vectors);
            int start = Math.Min(first * TLanes.Count, positions - TLanes.Count);
            int last = Math.Min((first + TTile.Vectors - 1) * TLanes.Count, positions - TLanes.Count);
            foreach (TapBlock block in taps.Blocks)
            {
                taps.Gather.Pack(call.Input, block.Planes, packed, first);
                var tile = new ConvolutionTile<TVector, TLanes, TTile>(packed, partial, call.Bias, call.Output + start, last - start);
                tile.Add(taps.Taps.First + block.FirstTap, taps.Visits.First + block.FirstVisit, block.VisitCount);
            }
        }
    }

    private static void RequireFit<TTile>(
        PackedTaps taps, int lanes, ReadOnlySpan<float> bias, ReadOnlySpan<float> input, Span<float> output, Span<float> scratch, int threads)
        where TTile : struct, IConvolutionTile
    {
        ConvolutionShape shape = taps.Shape;
        if (shape.OutputChannels != TTile.Channels || shape.Positions != TTile.Positions || shape.Pools != TTile.Pools
            || shape.PhaseAcross != TTile.PhaseAcross || shape.PhaseDown != TTile.PhaseDown
            || taps.Vectors != TTile.Vectors || taps.TileLength != TTile.Vectors * lanes)
        {
            ThrowHelper.WrongTile(nameof(taps));
        }

        ThrowHelper.RequireLength(nameof(input), shape.InputLength, input.Length);
        ThrowHelper.RequireLength(nameof(output), shape.OutputLength, output.Length);
        if (!bias.IsEmpty)
        {
            ThrowHelper.RequireLength(nameof(bias), TTile.Channels, bias.Length);
        }

        if (scratch.Length < threads * (long)taps.ScratchLength)
        {
            ThrowHelper.TooShort(nameof(scratch), threads * taps.ScratchLength, scratch.Length);
        }
    }

    /// <summary>A layer to compute; it lies on the caller's stack, which does not move.</summary>
    private unsafe struct Call
    {
        public PackedTaps Taps;
        public float* Bias;
        public float* Input;
        public float* Output;
        public float* Scratch;
    }
}
