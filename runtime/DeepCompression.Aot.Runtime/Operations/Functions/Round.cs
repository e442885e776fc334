using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace DeepCompression.Aot.Runtime;

/// <summary>The nearest integer, the even one of two.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct Round : IUnaryFunction
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TReal Apply<TReal>(TReal x)
        where TReal : struct, IReal<TReal> =>
        Rounding.ToEven(x);
}
