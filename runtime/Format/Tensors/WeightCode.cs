namespace DeepCompression.Aot.Format;

/// <summary>How the gaps and codebook indices of a tensor are coded.</summary>
internal abstract record WeightCode
{
    /// <summary>The code of a tensor without weights.</summary>
    public static WeightCode None { get; } = new HuffmanWeightCode(0, default, default);
}

/// <summary>Huffman codes of gap classes and of indices (Deep Compression, section 4).</summary>
/// <param name="Resolution">How finely gaps fall into classes: see <see cref="GapClasses"/>.</param>
/// <param name="GapLengths">The code length in bits of each gap class, the last of which occurs; 0 for one that does not occur.</param>
/// <param name="IndexLengths">The code length in bits of each codebook index.</param>
internal sealed record HuffmanWeightCode(int Resolution, EquatableArray<byte> GapLengths, EquatableArray<byte> IndexLengths) : WeightCode;

/// <summary>Gaps and indices of fixed width, with filler zeros: see <see cref="FixedWidth"/>.</summary>
/// <param name="GapBits">The bits of a gap, 1 to <see cref="FixedWidth.MaxGapBits"/>.</param>
internal sealed record FixedWeightCode(int GapBits) : WeightCode;
