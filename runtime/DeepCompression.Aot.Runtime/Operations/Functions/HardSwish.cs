using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace DeepCompression.Aot.Runtime;

/// <summary>x · min(max(x ÷ 6 + ½, 0), 1).</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct HardSwish : IUnaryFunction
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TReal Apply<TReal>(TReal x)
        where TReal : struct, IReal<TReal> =>
        x * new HardSigmoid(1f / 6, 0.5f).Apply(x);
}
