using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace DeepCompression.Aot.Runtime;

/// <summary>
/// Winograd's convolution for windows of 3×3 and strides of 1 over dense weights: tiles of 4×4 outputs take 36 products for each
/// input channel instead of 144. That is less work than a direct sparse convolution has with a density of a sixth.
/// </summary>
/// <remarks>
/// Each form may be called on any processor, but is quick only where vectors of its width are. Outputs differ from sums in double
/// precision by a few millionths of the largest. An input that is not finite makes outputs of its whole tile NaN.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class WinogradConvolution
{
    /// <summary>The most tiles whose sums are named; processors with 16 registers hold half of them.</summary>
    public const int MaxTiles = 12;

    /// <summary>Computes a layer with vectors of 16.</summary>
    /// <typeparam name="TTile">How many tiles' sums stay in registers.</typeparam>
    /// <param name="weights">The weights, with the bias.</param>
    /// <param name="input">The input, padding included.</param>
    /// <param name="output">Receives the output; apart from the input's memory.</param>
    /// <param name="scratch">Scratch memory apart from both: for each thread at least <see cref="WinogradWeights.ScratchLength"/> floats.</param>
    /// <param name="relu">Whether outputs are rectified.</param>
    /// <exception cref="ArgumentException">A length does not fit, or the weights were built for other vectors or fewer tiles.</exception>
    public static void Run512<TTile>(WinogradWeights weights, ReadOnlySpan<float> input, Span<float> output, Span<float> scratch, bool relu)
        where TTile : struct, IWinogradTile =>
        Run<Vector512<float>, Lanes512, TTile>(weights, input, output, scratch, relu);

    /// <summary>Computes a layer with vectors of 8.</summary>
    /// <inheritdoc cref="Run512{TTile}"/>
    public static void Run256<TTile>(WinogradWeights weights, ReadOnlySpan<float> input, Span<float> output, Span<float> scratch, bool relu)
        where TTile : struct, IWinogradTile =>
        Run<Vector256<float>, Lanes256, TTile>(weights, input, output, scratch, relu);

    /// <summary>Computes a layer with vectors of 4.</summary>
    /// <inheritdoc cref="Run512{TTile}"/>
    public static void Run128<TTile>(WinogradWeights weights, ReadOnlySpan<float> input, Span<float> output, Span<float> scratch, bool relu)
        where TTile : struct, IWinogradTile =>
        Run<Vector128<float>, Lanes128, TTile>(weights, input, output, scratch, relu);

    private static void Run<TVector, TLanes, TTile>(
        WinogradWeights weights, ReadOnlySpan<float> input, Span<float> output, Span<float> scratch, bool relu)
        where TVector : struct
        where TLanes : struct, ILanes<TVector>
        where TTile : struct, IWinogradTile
    {
        if (TTile.TwoThreads)
        {
            Run<TVector, TLanes, TTile, TwoThreads>(weights, input, output, scratch, relu);
        }
        else
        {
            Run<TVector, TLanes, TTile, OneThread>(weights, input, output, scratch, relu);
        }
    }

    private static unsafe void Run<TVector, TLanes, TTile, TCrew>(
        WinogradWeights weights, ReadOnlySpan<float> input, Span<float> output, Span<float> scratch, bool relu)
        where TVector : struct
        where TLanes : struct, ILanes<TVector>
        where TTile : struct, IWinogradTile
        where TCrew : struct, ICrew
    {
        WinogradGrid grid = weights.Grid;
        RequireFit<TTile>(grid, TLanes.Count, input, output, scratch, TCrew.Threads);
        fixed (float* pinnedInput = input, pinnedOutput = output, pinnedScratch = scratch)
        {
            float* transformed = CacheLine.Align(pinnedScratch + ((nint)TCrew.Threads * grid.OwnLength));
            var call = new Call
            {
                Weights = weights,
                Input = pinnedInput,
                Own = pinnedScratch,
                Transformed = transformed,
                Products = CacheLine.Align(transformed + ((nint)WinogradGrid.Points * grid.InputPointLength)),
                Output = pinnedOutput,
                Relu = relu,
            };
            void* work = Unsafe.AsPointer(ref call);
            for (int next = 0; next < grid.Rows; next += grid.BlockRows)
            {
                call.FirstRow = Math.Min(next, grid.Rows - grid.BlockRows);
                TCrew.Do(&Transform<TVector, TLanes>, work, grid.InputGroups);
                TCrew.Do(&Multiply<TVector, TLanes, TTile>, work, WinogradGrid.Points);
                TCrew.Do(&Store<TVector, TLanes>, work, grid.OutputGroups);
            }
        }

        // Its memory is reached through pointers only.
        GC.KeepAlive(weights);
    }

    private static unsafe void Transform<TVector, TLanes>(void* work, int thread, int firstGroup, int endGroup)
        where TVector : struct
        where TLanes : struct, ILanes<TVector>
    {
        ref Call call = ref Unsafe.AsRef<Call>(work);
        WinogradGrid grid = call.Weights.Grid;
        WinogradInput.Transform<TVector, TLanes>(
            grid, call.Input, call.FirstRow, call.OwnRows(thread), call.OwnPatch(thread), call.Transformed, firstGroup, endGroup);
    }

    private static unsafe void Multiply<TVector, TLanes, TTile>(void* work, int thread, int firstPoint, int endPoint)
        where TVector : struct
        where TLanes : struct, ILanes<TVector>
        where TTile : struct, IWinogradTile
    {
        ref Call call = ref Unsafe.AsRef<Call>(work);
        WinogradProduct<TVector, TLanes, TTile>.Multiply(
            call.Weights.Grid, call.Weights.Values, call.Transformed, call.Products, firstPoint, endPoint);
    }

    private static unsafe void Store<TVector, TLanes>(void* work, int thread, int firstGroup, int endGroup)
        where TVector : struct
        where TLanes : struct, ILanes<TVector>
    {
        ref Call call = ref Unsafe.AsRef<Call>(work);
        WinogradOutput.Store<TVector, TLanes>(
            call.Weights.Grid, call.Products, call.Weights.Bias, call.FirstRow, call.OwnPatch(thread), call.Output, call.Relu, firstGroup, endGroup);
    }

    private static void RequireFit<TTile>(
        in WinogradGrid grid, int lanes, ReadOnlySpan<float> input, Span<float> output, Span<float> scratch, int threads)
        where TTile : struct, IWinogradTile
    {
        if (grid.Lanes != lanes || TTile.Tiles < 1 || TTile.Tiles > Math.Min(MaxTiles, grid.BlockTiles))
        {
            ThrowHelper.WrongTile("weights");
        }

        ThrowHelper.RequireLength(nameof(input), grid.Shape.InputLength, input.Length);
        ThrowHelper.RequireLength(nameof(output), grid.Shape.OutputLength, output.Length);
        if (scratch.Length < threads * (long)grid.ScratchLength)
        {
            ThrowHelper.TooShort(nameof(scratch), threads * grid.ScratchLength, scratch.Length);
        }
    }

    /// <summary>A layer to compute; it lies on the caller's stack, which does not move.</summary>
    private unsafe struct Call
    {
        public WinogradWeights Weights;
        public float* Input;
        public float* Own;
        public float* Transformed;
        public float* Products;
        public float* Output;
        public int FirstRow;
        public bool Relu;

        /// <summary>A thread's memory for the rows under a block.</summary>
        public readonly float* OwnRows(int thread) => CacheLine.Align(Own + ((nint)thread * Weights.Grid.OwnLength));

        /// <summary>A thread's memory for a patch.</summary>
        public readonly float* OwnPatch(int thread) => CacheLine.Align(OwnRows(thread) + Weights.Grid.RowsLength);
    }
}
