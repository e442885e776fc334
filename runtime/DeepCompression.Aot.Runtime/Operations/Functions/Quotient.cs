using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace DeepCompression.Aot.Runtime;

/// <summary>left ÷ right.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct Quotient : IBinaryFunction
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TReal Apply<TReal>(TReal left, TReal right)
        where TReal : struct, IReal<TReal> =>
        left / right;
}
