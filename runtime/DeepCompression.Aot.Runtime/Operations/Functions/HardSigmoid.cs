using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace DeepCompression.Aot.Runtime;

/// <summary>min(max(alpha · x + beta, 0), 1).</summary>
/// <param name="alpha">The slope.</param>
/// <param name="beta">The value at 0.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct HardSigmoid(float alpha, float beta) : IUnaryFunction
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TReal Apply<TReal>(TReal x)
        where TReal : struct, IReal<TReal> =>
        new Clip(0, 1).Apply((TReal.Create(alpha) * x) + TReal.Create(beta));
}
