using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace DeepCompression.Aot.Runtime;

/// <summary>1 ÷ x, correctly rounded.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct Reciprocal : IUnaryFunction
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TReal Apply<TReal>(TReal x)
        where TReal : struct, IReal<TReal> =>
        TReal.Create(1) / x;
}
