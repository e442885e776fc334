using System.ComponentModel;

namespace DeepCompression.Aot.Runtime;

/// <summary>
/// A canonical Huffman code (Deep Compression, section 4) as tables that find the rank of a codeword: its place in the order of
/// codewords. A view of constants; what ranks stand for is in other tables.
/// </summary>
/// <param name="lookup">For every <see cref="LookupBits"/> bits the rank, times 16, and the length of the codeword that they begin with; −1 where that is longer.</param>
/// <param name="last">For each length from the next parameter on, the last 16 bits of a stream that begin with a codeword of this length or a shorter one.</param>
/// <param name="ranks">For each of these lengths, what the codeword is added to for its rank.</param>
/// <param name="firstLength">The first of these lengths.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly ref struct PrefixCode(ReadOnlySpan<short> lookup, ReadOnlySpan<ushort> last, ReadOnlySpan<short> ranks, int firstLength)
{
    /// <summary>The bits that name an element of the lookup: few enough that it takes 128 bytes, and nearly all codewords are no longer.</summary>
    internal const int LookupBits = 6;

    /// <summary>Ranks and lengths of short codewords.</summary>
    public ReadOnlySpan<short> Lookup { get; } = lookup;

    /// <summary>Where the codewords of each length end that is searched for.</summary>
    public ReadOnlySpan<ushort> Last { get; } = last;

    /// <summary>What makes ranks of these codewords.</summary>
    public ReadOnlySpan<short> Ranks { get; } = ranks;

    /// <summary>The first of these lengths.</summary>
    public int FirstLength => firstLength;
}
