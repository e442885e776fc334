namespace DeepCompression.Aot.Trainer.Synthesis;

/// <summary>What is known of the compressed weights of a layer, by the columns of the paper's tables 4 and 5.</summary>
/// <param name="Density">The fraction of weights kept.</param>
/// <param name="IndexBits">Bits of a codebook index at fixed width.</param>
/// <param name="CodedIndexBits">Mean bits of an index in Huffman code.</param>
/// <param name="GapBits">Bits of a gap at fixed width.</param>
/// <param name="CodedGapBits">Mean bits of such a gap in Huffman code, filler zeros among them; null where nothing is published.</param>
internal sealed record LayerStatistics(double Density, int IndexBits, double CodedIndexBits, int GapBits, double? CodedGapBits);
