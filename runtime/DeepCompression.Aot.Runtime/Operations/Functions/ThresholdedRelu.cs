using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace DeepCompression.Aot.Runtime;

/// <summary>x where it is greater than alpha, 0 otherwise.</summary>
/// <param name="alpha">The threshold.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct ThresholdedRelu(float alpha) : IUnaryFunction
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TReal Apply<TReal>(TReal x)
        where TReal : struct, IReal<TReal> =>
        TReal.WhereLess(TReal.Create(alpha), x, x, TReal.Create(0));
}
