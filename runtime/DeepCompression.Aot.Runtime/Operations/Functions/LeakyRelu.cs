using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace DeepCompression.Aot.Runtime;

/// <summary>x, or alpha · x where x is negative.</summary>
/// <param name="alpha">The slope of negative numbers.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct LeakyRelu(float alpha) : IUnaryFunction
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TReal Apply<TReal>(TReal x)
        where TReal : struct, IReal<TReal> =>
        TReal.WhereLess(x, TReal.Create(0), TReal.Create(alpha) * x, x);
}
