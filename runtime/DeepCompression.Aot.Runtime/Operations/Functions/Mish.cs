using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace DeepCompression.Aot.Runtime;

/// <summary>x · tanh(ln(1 + e^x)).</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct Mish : IUnaryFunction
{
    /// <summary>From here on the hyperbolic tangent is 1.</summary>
    private const float Flat = 20;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TReal Apply<TReal>(TReal x)
        where TReal : struct, IReal<TReal>
    {
        // With e = e^x the tangent is n ÷ (n + 2), n = e · (e + 2): no logarithm, and nothing cancels.
        TReal e = Elementary.Exp(TReal.WhereLess(TReal.Create(Flat), x, TReal.Create(Flat), x));
        TReal n = e * (e + TReal.Create(2));
        return x * (n / (n + TReal.Create(2)));
    }
}
