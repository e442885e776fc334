using System.ComponentModel;

namespace DeepCompression.Aot.Runtime;

/// <summary>
/// The constants of a layer's <see cref="PanelConvolution"/>: a struct that the compiler specialises the loops for, so that the
/// sums of a tile stay in registers and every offset is a literal.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IPanelTile
{
    /// <summary>Vectors of output elements of a tile: up to <see cref="PanelConvolution.MaxVectors"/>.</summary>
    static abstract int Vectors { get; }

    /// <summary>Vectors of the tile at the output plane's end where that has fewer, otherwise 0.</summary>
    static abstract int LastVectors { get; }

    /// <summary>Output channels of a panel; with the vectors of a tile they make up to <see cref="PanelConvolution.MaxSums"/> sums.</summary>
    static abstract int Rows { get; }

    /// <summary>Elements of an output plane.</summary>
    static abstract int Positions { get; }

    /// <summary>Whether outputs are rectified.</summary>
    static abstract bool Relu { get; }

    /// <summary>Whether a second thread helps, where there is one that has time.</summary>
    static virtual bool TwoThreads => false;
}

/// <summary>Vectors of a tile, or of what is left of a plane at its end.</summary>
internal interface IColumnCount
{
    static abstract int Count { get; }
}

internal readonly struct OneColumn : IColumnCount
{
    public static int Count => 1;
}

internal readonly struct TwoColumns : IColumnCount
{
    public static int Count => 2;
}

internal readonly struct ThreeColumns : IColumnCount
{
    public static int Count => 3;
}
