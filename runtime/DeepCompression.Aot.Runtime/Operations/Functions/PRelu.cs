using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace DeepCompression.Aot.Runtime;

/// <summary>left, or left · right where left is negative.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct PRelu : IBinaryFunction
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TReal Apply<TReal>(TReal left, TReal right)
        where TReal : struct, IReal<TReal> =>
        TReal.WhereLess(left, TReal.Create(0), left * right, left);
}
