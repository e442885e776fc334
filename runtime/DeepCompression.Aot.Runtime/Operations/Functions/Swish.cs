using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace DeepCompression.Aot.Runtime;

/// <summary>x ÷ (1 + e^(−alpha · x)); with an alpha of 1 it is also called SiLU.</summary>
/// <param name="alpha">The factor inside the sigmoid.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct Swish(float alpha) : IUnaryFunction
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TReal Apply<TReal>(TReal x)
        where TReal : struct, IReal<TReal> =>
        x * Elementary.Sigmoid(TReal.Create(alpha) * x);
}
