using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace DeepCompression.Aot.Runtime;

/// <summary>ln(1 + e^x).</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct Softplus : IUnaryFunction
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TReal Apply<TReal>(TReal x)
        where TReal : struct, IReal<TReal> =>
        Elementary.Softplus(x);
}
