using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace DeepCompression.Aot.Runtime;

/// <summary>√x, correctly rounded; NaN for negative numbers.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct Sqrt : IUnaryFunction
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TReal Apply<TReal>(TReal x)
        where TReal : struct, IReal<TReal> =>
        TReal.Sqrt(x);
}
