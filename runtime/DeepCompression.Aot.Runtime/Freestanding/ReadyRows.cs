using System.ComponentModel;

namespace DeepCompression.Aot.Runtime;

/// <summary>
/// The weights of a layer in read-only memory as its loops want them, row by row: nothing is decoded. A view of constants that the
/// generator has verified: nothing is checked here.
/// </summary>
/// <typeparam name="TWeight">A weight.</typeparam>
/// <param name="values">The weights.</param>
/// <param name="places">The place of each in the input, ascending in a row; or those of one row, which all rows then have.</param>
/// <param name="counts">The weights of each row; empty where all rows have all places.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly ref struct ReadyRows<TWeight>(ReadOnlySpan<TWeight> values, ReadOnlySpan<ushort> places, ReadOnlySpan<ushort> counts)
    where TWeight : unmanaged
{
    /// <summary>The weights.</summary>
    public ReadOnlySpan<TWeight> Values { get; } = values;

    /// <summary>Their places.</summary>
    public ReadOnlySpan<ushort> Places { get; } = places;

    /// <summary>How many each row has.</summary>
    public ReadOnlySpan<ushort> Counts { get; } = counts;
}
