using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace DeepCompression.Aot.Runtime;

/// <summary>
/// The dense convolution as a tiled product of matrices: weights (output channels, taps) times what the taps meet (taps, output
/// elements). For a tile of output elements and a block of taps the latter is packed in aligned vectors, or read where it is when
/// strides are 1; then a panel of output channels after the other passes, whose sums stay in registers.
/// </summary>
/// <remarks>
/// Each form may be called on any processor, but is quick only where vectors of its width are. A sum starts with the bias and takes
/// its products in the order of the weight tensor.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class PanelConvolution
{
    /// <summary>The most sums of a panel and a tile; processors with 16 registers hold half of them.</summary>
    public const int MaxSums = 24;

    /// <summary>The most vectors of a tile.</summary>
    public const int MaxVectors = 3;

    /// <summary>Floats that may be lost to bring both parts of the scratch memory to a cache line's start.</summary>
    internal const int AlignmentSlack = 2 * CacheLine.Floats;

    /// <summary>Computes a layer with vectors of 16.</summary>
    /// <typeparam name="TTile">The layer's constants.</typeparam>
    /// <param name="weights">The weights with the bias, built for these constants.</param>
    /// <param name="input">The input, padding included.</param>
    /// <param name="output">Receives the output; apart from the input's memory.</param>
    /// <param name="scratch">Scratch memory apart from both: for each thread at least <see cref="WeightPanels.ScratchLength"/> floats.</param>
    /// <exception cref="ArgumentException">A length does not fit, or the weights were built for another tile.</exception>
    public static void Run512<TTile>(WeightPanels weights, ReadOnlySpan<float> input, Span<float> output, Span<float> scratch)
        where TTile : struct, IPanelTile =>
        Run<Vector512<float>, Lanes512, TTile>(weights, input, output, scratch);

    /// <summary>Computes a layer with vectors of 8.</summary>
    /// <inheritdoc cref="Run512{TTile}"/>
    public static void Run256<TTile>(WeightPanels weights, ReadOnlySpan<float> input, Span<float> output, Span<float> scratch)
        where TTile : struct, IPanelTile =>
        Run<Vector256<float>, Lanes256, TTile>(weights, input, output, scratch);

    /// <summary>Computes a layer with vectors of 4.</summary>
    /// <inheritdoc cref="Run512{TTile}"/>
    public static void Run128<TTile>(WeightPanels weights, ReadOnlySpan<float> input, Span<float> output, Span<float> scratch)
        where TTile : struct, IPanelTile =>
        Run<Vector128<float>, Lanes128, TTile>(weights, input, output, scratch);

    /// <summary>Computes a layer with vectors of any kind.</summary>
    /// <inheritdoc cref="Run512{TTile}"/>
    internal static void Run<TVector, TLanes, TTile>(
        WeightPanels weights, ReadOnlySpan<float> input, Span<float> output, Span<float> scratch)
        where TVector : struct
        where TLanes : struct, IPanelLanes<TVector>
        where TTile : struct, IPanelTile
    {
        if (TTile.TwoThreads)
        {
            Run<TVector, TLanes, TTile, TwoThreads>(weights, input, output, scratch);
        }
        else
        {
            Run<TVector, TLanes, TTile, OneThread>(weights, input, output, scratch);
        }
    }

    private static unsafe void Run<TVector, TLanes, TTile, TCrew>(
        WeightPanels weights, ReadOnlySpan<float> input, Span<float> output, Span<float> scratch)
        where TVector : struct
        where TLanes : struct, IPanelLanes<TVector>
        where TTile : struct, IPanelTile
        where TCrew : struct, ICrew
    {
        RequireFit<TTile>(weights, TLanes.Count, input, output, scratch, TCrew.Threads);
        fixed (float* pinnedInput = input, pinnedOutput = output, pinnedScratch = scratch)
        {
            var call = new Call { Weights = weights, Input = pinnedInput, Output = pinnedOutput, Scratch = pinnedScratch };
            int tiles = (weights.Sizes.PlaneVectors(weights.Shape) + TTile.Vectors - 1) / TTile.Vectors;
            TCrew.Do(&RunTiles<TVector, TLanes, TTile>, Unsafe.AsPointer(ref call), tiles);
        }

        // Its memory is reached through pointers only.
        GC.KeepAlive(weights);
    }

    private static unsafe void RunTiles<TVector, TLanes, TTile>(void* work, int thread, int firstTile, int endTile)
        where TVector : struct
        where TLanes : struct, IPanelLanes<TVector>
        where TTile : struct, IPanelTile
    {
        ref Call call = ref Unsafe.AsRef<Call>(work);
        WeightPanels weights = call.Weights;
        float* packed = CacheLine.Align(call.Scratch + ((nint)thread * weights.ScratchLength));
        var memory = new PanelMemory(call.Input, packed, CacheLine.Align(packed + weights.PackedLength), call.Output);
        int whole = weights.Sizes.PlaneVectors(weights.Shape) / TTile.Vectors;
        for (int tile = firstTile; tile < Math.Min(endTile, whole); tile++)
        {
            RunTile<TVector, TLanes, TTile>(TTile.Vectors, weights, memory, tile * TTile.Vectors);
        }

        if (endTile > whole)
        {
            RunTile<TVector, TLanes, TTile>(TTile.LastVectors, weights, memory, whole * TTile.Vectors);
        }
    }

    /// <summary>Computes a tile of so many vectors: a constant wherever this is called, so that one branch is left.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void RunTile<TVector, TLanes, TTile>(int count, WeightPanels weights, in PanelMemory memory, int firstVector)
        where TVector : struct
        where TLanes : struct, IPanelLanes<TVector>
        where TTile : struct, IPanelTile
    {
        switch (count)
        {
            case 0: break;
            case 1: RunTile<TVector, TLanes, TTile, OneColumn>(weights, memory, firstVector); break;
            case 2: RunTile<TVector, TLanes, TTile, TwoColumns>(weights, memory, firstVector); break;
            default: RunTile<TVector, TLanes, TTile, ThreeColumns>(weights, memory, firstVector); break;
        }
    }

    private static unsafe void RunTile<TVector, TLanes, TTile, TColumns>(WeightPanels weights, in PanelMemory memory, int firstVector)
        where TVector : struct
        where TLanes : struct, IPanelLanes<TVector>
        where TTile : struct, IPanelTile
        where TColumns : struct, IColumnCount
    {
        // What is packed is always as many vectors as a tile has; the last of a plane's are the last of those.
        PanelPlaces places = weights.Places;
        bool inPlace = weights.Sizes.InPlace;
        int skipped = TTile.Vectors - TColumns.Count;
        var tile = new PanelTile<TVector, TLanes, TTile, TColumns>(
            inPlace ? memory.Input : memory.Packed, places.Inputs + (inPlace ? firstVector : skipped), memory.Output, places.Outputs + firstVector);
        int* tap = places.Taps;
        float* panel = weights.Values;
        for (int block = 0; block < weights.Blocks; block++)
        {
            if (!inPlace)
            {
                weights.Pack(memory.Input, block, memory.Packed, firstVector - skipped);
            }

            int taps = weights.Taps(block);
            float* partial = memory.Partial;
            bool isLast = block == weights.Blocks - 1;
            for (int channel = 0; channel < weights.Shape.OutputChannels; channel += TTile.Rows)
            {
                int stored = isLast ? Math.Min(TTile.Rows, weights.Shape.OutputChannels - channel) : 0;
                tile.Add(panel, tap, tap + taps, block == 0 ? weights.Bias + channel : null, partial, channel, stored);
                panel += taps * TTile.Rows;
                partial += weights.PanelSums;
            }

            tap += taps;
        }
    }

    private static void RequireFit<TTile>(
        WeightPanels weights, int lanes, ReadOnlySpan<float> input, Span<float> output, Span<float> scratch, int threads)
        where TTile : struct, IPanelTile
    {
        PanelSizes sizes = weights.Sizes;
        if (sizes.Lanes != lanes || sizes.Vectors != TTile.Vectors || sizes.Rows != TTile.Rows || weights.Shape.Positions != TTile.Positions
            || sizes.PlaneVectors(weights.Shape) % TTile.Vectors != TTile.LastVectors)
        {
            ThrowHelper.WrongTile(nameof(weights));
        }

        ThrowHelper.RequireLength(nameof(input), weights.Shape.InputLength, input.Length);
        ThrowHelper.RequireLength(nameof(output), weights.Shape.OutputLength, output.Length);
        if (scratch.Length < threads * (long)weights.ScratchLength)
        {
            ThrowHelper.TooShort(nameof(scratch), threads * weights.ScratchLength, scratch.Length);
        }
    }

    /// <summary>A layer to compute; it lies on the caller's stack, which does not move.</summary>
    private unsafe struct Call
    {
        public WeightPanels Weights;
        public float* Input;
        public float* Output;
        public float* Scratch;
    }

    /// <summary>What a thread reads and writes besides weights.</summary>
    private readonly unsafe struct PanelMemory(float* input, float* packed, float* partial, float* output)
    {
        public readonly float* Input = input;
        public readonly float* Packed = packed;
        public readonly float* Partial = partial;
        public readonly float* Output = output;
    }
}
