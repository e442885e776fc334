using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace DeepCompression.Aot.Runtime;

/// <summary>gamma · x, or gamma · alpha · (e^x − 1) where x is negative.</summary>
/// <param name="alpha">As in ELU.</param>
/// <param name="gamma">The factor.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct Selu(float alpha, float gamma) : IUnaryFunction
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TReal Apply<TReal>(TReal x)
        where TReal : struct, IReal<TReal> =>
        TReal.Create(gamma) * new Elu(alpha).Apply(x);
}
