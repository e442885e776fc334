namespace DeepCompression.Aot.Trainer.Coding;

/// <summary>How pruned weights are coded.</summary>
internal enum CodingScheme
{
    /// <summary>Huffman-coded gaps and indices, dead columns left out, units in the cheapest order: as small as the format gets.</summary>
    Huffman,

    /// <summary>Huffman-coded gaps among all columns, and units as they were trained: what the paper codes (Deep Compression, section 4).</summary>
    Paper,

    /// <summary>The paper's relative index before Huffman coding (Deep Compression, section 2): gaps and indices of fixed width, with filler zeros.</summary>
    Fixed,
}
