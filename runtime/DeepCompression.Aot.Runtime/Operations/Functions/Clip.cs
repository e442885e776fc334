using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace DeepCompression.Aot.Runtime;

/// <summary>min(max(x, lowest), highest): the highest wins where the bounds are out of order. NaN stays NaN.</summary>
/// <param name="lowest">The lower bound.</param>
/// <param name="highest">The upper bound.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct Clip(float lowest, float highest) : IUnaryFunction
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TReal Apply<TReal>(TReal x)
        where TReal : struct, IReal<TReal>
    {
        TReal raised = TReal.WhereLess(x, TReal.Create(lowest), TReal.Create(lowest), x);
        return TReal.WhereLess(TReal.Create(highest), raised, TReal.Create(highest), raised);
    }
}
