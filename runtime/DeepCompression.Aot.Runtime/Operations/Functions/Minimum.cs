using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace DeepCompression.Aot.Runtime;

/// <summary>The smaller number; NaN if either is.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct Minimum : IBinaryFunction
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TReal Apply<TReal>(TReal left, TReal right)
        where TReal : struct, IReal<TReal> =>
        TReal.Min(left, right);
}
