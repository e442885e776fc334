using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace DeepCompression.Aot.Runtime;

/// <summary>x, or alpha · (e^x − 1) where x is negative.</summary>
/// <param name="alpha">What is left at −∞, with the other sign.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct Elu(float alpha) : IUnaryFunction
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TReal Apply<TReal>(TReal x)
        where TReal : struct, IReal<TReal> =>
        TReal.WhereLess(x, TReal.Create(0), TReal.Create(alpha) * Elementary.NegativeExpM1(x), x);
}
