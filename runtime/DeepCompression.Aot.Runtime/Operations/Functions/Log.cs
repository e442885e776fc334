using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace DeepCompression.Aot.Runtime;

/// <summary>The natural logarithm; −∞ for 0, NaN for negative numbers.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct Log : IUnaryFunction
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TReal Apply<TReal>(TReal x)
        where TReal : struct, IReal<TReal> =>
        Elementary.Log(x);
}
