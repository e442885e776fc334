using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace DeepCompression.Aot.Runtime;

/// <summary>The larger number; NaN if either is.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct Maximum : IBinaryFunction
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TReal Apply<TReal>(TReal left, TReal right)
        where TReal : struct, IReal<TReal> =>
        TReal.Max(left, right);
}
