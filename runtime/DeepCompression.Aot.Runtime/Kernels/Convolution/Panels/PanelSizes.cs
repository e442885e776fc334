using System.ComponentModel;

namespace DeepCompression.Aot.Runtime;

/// <summary>How <see cref="PanelConvolution"/> cuts a layer.</summary>
/// <param name="Lanes">Floats in a vector.</param>
/// <param name="Vectors">Vectors of output elements of a tile.</param>
/// <param name="Rows">Output channels of a panel.</param>
/// <param name="BlockTaps">Taps of a block.</param>
/// <param name="InPlace">
/// Whether the input is read where it is, which takes strides of 1 and rows of at least a vector; otherwise what a block meets is
/// packed.
/// </param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly record struct PanelSizes(int Lanes, int Vectors, int Rows, int BlockTaps, bool InPlace)
{
    /// <summary>Output elements of a tile.</summary>
    internal int TileLength => Vectors * Lanes;

    /// <summary>
    /// Vectors of an output plane: packed ones reach from row to row, those read in place lie within a row, whose last begins early
    /// enough to end with it.
    /// </summary>
    internal int PlaneVectors(in ConvolutionShape shape) => InPlace
        ? shape.OutputHeight * ((shape.OutputWidth + Lanes - 1) / Lanes)
        : (shape.Positions + Lanes - 1) / Lanes;

    /// <summary>Checks that a layer can be cut like this.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It cannot, or its shape has no output.</exception>
    internal void Require(in ConvolutionShape shape)
    {
        shape.Require();
        ArgumentOutOfRangeException.ThrowIfEqual(shape.Pools, true, nameof(shape));
        ArgumentOutOfRangeException.ThrowIfLessThan(Lanes, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Lanes, shape.Positions);
        ArgumentOutOfRangeException.ThrowIfLessThan(BlockTaps, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(Rows, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(Vectors, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Vectors, Math.Min(PanelConvolution.MaxVectors, PlaneVectors(shape)));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Rows, PanelConvolution.MaxSums / Vectors);
        ArgumentOutOfRangeException.ThrowIfEqual(InPlace && (shape.StrideX != 1 || shape.OutputWidth < Lanes), true, nameof(InPlace));
    }

    /// <summary>Whether every output element meets one element of each input plane, the one in its place.</summary>
    internal static bool IsPointwise(in ConvolutionShape shape) =>
        shape is { WindowHeight: 1, WindowWidth: 1, StrideY: 1, StrideX: 1, Pools: false };
}
