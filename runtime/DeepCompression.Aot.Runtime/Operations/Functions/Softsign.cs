using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace DeepCompression.Aot.Runtime;

/// <summary>x ÷ (1 + |x|).</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct Softsign : IUnaryFunction
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TReal Apply<TReal>(TReal x)
        where TReal : struct, IReal<TReal> =>
        x / (TReal.Create(1) + TReal.Abs(x));
}
