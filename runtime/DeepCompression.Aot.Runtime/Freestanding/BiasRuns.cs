using System.ComponentModel;

namespace DeepCompression.Aot.Runtime;

/// <summary>The biases of a layer in runs of equal ones: neighbouring rows often have the same. A view of constants.</summary>
/// <typeparam name="TSum">A bias.</typeparam>
/// <param name="values">The bias of each run.</param>
/// <param name="ends">For each run the first row behind it; the last is the number of rows.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly ref struct BiasRuns<TSum>(ReadOnlySpan<TSum> values, ReadOnlySpan<ushort> ends)
    where TSum : unmanaged
{
    /// <summary>The bias of each run.</summary>
    public ReadOnlySpan<TSum> Values { get; } = values;

    /// <summary>Where each run ends.</summary>
    public ReadOnlySpan<ushort> Ends { get; } = ends;
}
