using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace DeepCompression.Aot.Runtime;

/// <summary>x · (1 + erf(x ÷ √2)) ÷ 2.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct Gelu : IUnaryFunction
{
    private const float RootOfHalf = 0.70710678f;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TReal Apply<TReal>(TReal x)
        where TReal : struct, IReal<TReal>
    {
        // By what is missing to 1, so that nothing cancels where the result is small.
        TReal missing = TReal.Create(0.5f) * ErrorFunction.ComplementOfPositive(TReal.Abs(x) * TReal.Create(RootOfHalf));
        return x * TReal.WhereLess(x, TReal.Create(0), missing, TReal.Create(1) - missing);
    }
}
