namespace DeepCompression.Aot.Format;

/// <summary>How the gaps and codebook indices of a tensor are coded.</summary>
internal abstract record WeightCode
{
    /// <summary>The code of a tensor without weights.</summary>
    public static WeightCode None { get; } = new HuffmanWeightCode(0, default, default);
}

/// <summary>Huffman codes of gap classes and of indices (Deep Compression, section 4).</summary>
/// <param name="Resolution">How finely gaps fall into classes: see <see cref="GapClasses"/>.</param>
/// <param name="GapLengths">
/// The code length in bits of each gap class, the last of which occurs; 0 for one that does not occur. None where there are no gaps:
/// then every position has a codeword.
/// </param>
/// <param name="IndexLengths">The code length in bits of each codebook index; without gaps, that of "no weight" before them.</param>
internal sealed record HuffmanWeightCode(int Resolution, EquatableArray<byte> GapLengths, EquatableArray<byte> IndexLengths) : WeightCode
{
    /// <summary>Whether there are gaps; tensors of few zeros are smaller without.</summary>
    public bool HasGaps => GapLengths.Length > 0;

    /// <summary>The code length in bits of the index, by its number, of a weight.</summary>
    public ReadOnlySpan<byte> WeightLengths => HasGaps ? IndexLengths.AsSpan() : IndexLengths.AsSpan().Slice(1);
}

/// <summary>Gaps and indices of fixed width, with filler zeros: see <see cref="FixedWidth"/>.</summary>
/// <param name="GapBits">The bits of a gap, 1 to <see cref="FixedWidth.MaxGapBits"/>.</param>
internal sealed record FixedWeightCode(int GapBits) : WeightCode;
