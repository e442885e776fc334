using System.ComponentModel;

namespace DeepCompression.Aot.Runtime;

/// <summary>
/// The constants of a layer's <see cref="PackedConvolution"/>: a struct that the compiler specialises the loops for, so that the
/// sums of a tile stay in registers and every offset is a literal.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IConvolutionTile
{
    /// <summary>Vectors of output elements of a tile.</summary>
    static abstract int Vectors { get; }

    /// <summary>Output channels of the layer.</summary>
    static abstract int Channels { get; }

    /// <summary>Elements of an output plane.</summary>
    static abstract int Positions { get; }

    /// <summary>Whether max pooling over 2×2 windows follows.</summary>
    static abstract bool Pools { get; }

    /// <summary>Where it pools, planes from what a tap meets in one window to what it meets in the window to the right.</summary>
    static abstract int PhaseAcross { get; }

    /// <summary>Where it pools, planes from what a tap meets in one window to what it meets in the window below.</summary>
    static abstract int PhaseDown { get; }

    /// <summary>Whether outputs are rectified.</summary>
    static abstract bool Relu { get; }

    /// <summary>Whether a second thread helps, where there is one that has time.</summary>
    static virtual bool TwoThreads => false;
}
