using System.ComponentModel;

namespace DeepCompression.Aot.Runtime;

/// <summary>The constants that the compiler specialises the loops of <see cref="WinogradConvolution"/> for.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IWinogradTile
{
    /// <summary>Tiles whose sums, two vectors each, stay in registers: up to <see cref="WinogradConvolution.MaxTiles"/>.</summary>
    static abstract int Tiles { get; }

    /// <summary>Whether a second thread helps, where there is one that has time.</summary>
    static virtual bool TwoThreads => false;
}
