using System.ComponentModel;
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
    /// <param name="scratch">Scratch memory apart from both: at least <see cref="WinogradWeights.ScratchLength"/> floats.</param>
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

    private static unsafe void Run<TVector, TLanes, TTile>(
        WinogradWeights weights, ReadOnlySpan<float> input, Span<float> output, Span<float> scratch, bool relu)
        where TVector : struct
        where TLanes : struct, ILanes<TVector>
        where TTile : struct, IWinogradTile
    {
        WinogradGrid grid = weights.Grid;
        RequireFit<TTile>(grid, TLanes.Count, input, output, scratch);
        fixed (float* pinnedInput = input, pinnedOutput = output, pinnedScratch = scratch)
        {
            float* rows = CacheLine.Align(pinnedScratch);
            float* patch = CacheLine.Align(rows + grid.RowsLength);
            float* transformed = CacheLine.Align(patch + grid.PatchLength);
            float* products = CacheLine.Align(transformed + ((nint)WinogradGrid.Points * grid.InputPointLength));
            for (int next = 0; next < grid.Rows; next += grid.BlockRows)
            {
                int first = Math.Min(next, grid.Rows - grid.BlockRows);
                WinogradInput.Transform<TVector, TLanes>(grid, pinnedInput, first, rows, patch, transformed);
                WinogradProduct<TVector, TLanes, TTile>.Multiply(grid, weights.Values, transformed, products);
                WinogradOutput.Store<TVector, TLanes>(grid, products, weights.Bias, first, patch, pinnedOutput, relu);
            }
        }

        // Its memory is reached through pointers only.
        GC.KeepAlive(weights);
    }

    private static void RequireFit<TTile>(
        in WinogradGrid grid, int lanes, ReadOnlySpan<float> input, Span<float> output, Span<float> scratch)
        where TTile : struct, IWinogradTile
    {
        if (grid.Lanes != lanes || TTile.Tiles < 1 || TTile.Tiles > Math.Min(MaxTiles, grid.BlockTiles))
        {
            ThrowHelper.WrongTile("weights");
        }

        ThrowHelper.RequireLength(nameof(input), grid.Shape.InputLength, input.Length);
        ThrowHelper.RequireLength(nameof(output), grid.Shape.OutputLength, output.Length);
        if (scratch.Length < grid.ScratchLength)
        {
            ThrowHelper.TooShort(nameof(scratch), grid.ScratchLength, scratch.Length);
        }
    }
}
