using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace DeepCompression.Aot.Runtime;

/// <summary>max(x, 0) + min(alpha · (e^(x ÷ alpha) − 1), 0).</summary>
/// <param name="alpha">What is left at −∞, with the other sign; not 0.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct Celu(float alpha) : IUnaryFunction
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TReal Apply<TReal>(TReal x)
        where TReal : struct, IReal<TReal>
    {
        // Below 0 with a positive alpha, above it with a negative one: where x ÷ alpha is negative, so is what the exponential adds to.
        TReal scaled = x / TReal.Create(alpha);
        TReal curved = TReal.WhereLess(
            scaled, TReal.Create(0), TReal.Create(alpha) * Elementary.NegativeExpM1(scaled), TReal.Create(alpha) * (Elementary.Exp(scaled) - TReal.Create(1)));
        TReal below = TReal.WhereLess(curved, TReal.Create(0), curved, TReal.Create(0));
        return TReal.WhereLess(x, TReal.Create(0), below, x + below);
    }
}
