using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace DeepCompression.Aot.Runtime;

/// <summary>The integer next to x on the way to 0.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct Truncate : IUnaryFunction
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TReal Apply<TReal>(TReal x)
        where TReal : struct, IReal<TReal> =>
        Rounding.ToZero(x);
}
