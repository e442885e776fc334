using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace DeepCompression.Aot.Runtime;

/// <summary>alpha · tanh(beta · x).</summary>
/// <param name="alpha">The limit at ∞.</param>
/// <param name="beta">The factor of the number.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct ScaledTanh(float alpha, float beta) : IUnaryFunction
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TReal Apply<TReal>(TReal x)
        where TReal : struct, IReal<TReal> =>
        TReal.Create(alpha) * Elementary.Tanh(TReal.Create(beta) * x);
}
