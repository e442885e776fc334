using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace DeepCompression.Aot.Runtime;

/// <summary>The approximation of <see cref="Gelu"/>: x · (1 + tanh(√(2 ÷ π) · (x + 0.044715 x³))) ÷ 2.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct GeluTanh : IUnaryFunction
{
    /// <summary>Twice √(2 ÷ π), since (1 + tanh y) ÷ 2 is the sigmoid of 2 y.</summary>
    private const float Scale = 1.5957691f;

    private const float Cubic = 0.044715f;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TReal Apply<TReal>(TReal x)
        where TReal : struct, IReal<TReal> =>
        x * Elementary.Sigmoid(TReal.Create(Scale) * (x + (TReal.Create(Cubic) * x * x * x)));
}
