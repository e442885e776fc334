using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace DeepCompression.Aot.Runtime;

/// <summary>alpha · x + beta.</summary>
/// <param name="alpha">The slope.</param>
/// <param name="beta">The value at 0.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct Affine(float alpha, float beta) : IUnaryFunction
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TReal Apply<TReal>(TReal x)
        where TReal : struct, IReal<TReal> =>
        (TReal.Create(alpha) * x) + TReal.Create(beta);
}
