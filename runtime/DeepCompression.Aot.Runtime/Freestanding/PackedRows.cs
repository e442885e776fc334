using System.ComponentModel;

namespace DeepCompression.Aot.Runtime;

/// <summary>
/// The weights of a layer as a microcontroller reads them: straight from read-only memory, row by row (a row belongs to an output
/// channel), with tables that the build has made, so that nothing is set up when it runs. A view of constants that the generator has
/// verified: nothing is checked here.
/// </summary>
/// <param name="stream">The coded gaps and codebook indices, the most significant bit of the first element first.</param>
/// <param name="weightCount">Weights in the stream, at least one.</param>
/// <param name="liveColumns">Columns of a row that may have weights; gaps count these alone.</param>
/// <param name="columns">The place in the input of each of them; empty where that is its number.</param>
/// <param name="gapLookup">
/// For every <see cref="PrefixCode.LookupBits"/> bits that begin with the codeword of a class of gaps: its length and that of the plain bits
/// behind it, together, and, times 32, what all these bits as a number are to be added to for the gap. −1 where the codeword is longer, or the
/// bits are more than 16.
/// </param>
/// <param name="gapCode">The code of classes of gaps, for all others; it has no look-up.</param>
/// <param name="gaps">The smallest gap of each class times 32, in the order of ranks, and how many plain bits follow.</param>
/// <param name="indexCode">The code of codebook indices.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly ref struct PackedRows(
    ReadOnlySpan<ushort> stream, int weightCount, int liveColumns, ReadOnlySpan<ushort> columns,
    ReadOnlySpan<int> gapLookup, PrefixCode gapCode, ReadOnlySpan<uint> gaps, PrefixCode indexCode)
{
    /// <summary>The coded weights.</summary>
    public ReadOnlySpan<ushort> Stream { get; } = stream;

    /// <summary>Weights in the stream.</summary>
    public int WeightCount => weightCount;

    /// <summary>Columns of a row that may have weights.</summary>
    public int LiveColumns => liveColumns;

    /// <summary>Their places in the input.</summary>
    public ReadOnlySpan<ushort> Columns { get; } = columns;

    /// <summary>Gaps by their first bits.</summary>
    public ReadOnlySpan<int> GapLookup { get; } = gapLookup;

    /// <summary>The code of classes of gaps.</summary>
    public PrefixCode GapCode { get; } = gapCode;

    /// <summary>What each class stands for.</summary>
    public ReadOnlySpan<uint> Gaps { get; } = gaps;

    /// <summary>The code of codebook indices.</summary>
    public PrefixCode IndexCode { get; } = indexCode;
}
