namespace DeepCompression.Aot.Trainer.Reports;

/// <summary>
/// One layer in the per-layer table (Deep Compression, tables 2 and 3): P+Q is pruning and quantisation with indices and gaps of
/// fixed width, P+Q+H is what the artifact holds, Huffman-coded. Its biases count on both sides of every rate.
/// </summary>
public sealed record LayerReport
{
    /// <summary>The layer's name, such as <c>fc1</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The shape of its weights, such as <c>300×784</c>.</summary>
    public required string Shape { get; init; }

    /// <summary>Its weights before pruning, biases not among them.</summary>
    public required long Weights { get; init; }

    /// <summary>Its biases.</summary>
    public long Biases { get; init; }

    /// <summary>The weights that are not zero.</summary>
    public required long Kept { get; init; }

    /// <summary>The fraction of weights that are not zero.</summary>
    public double Density => (double)Kept / Weights;

    /// <summary>Filler zeros that bridge gaps too long for one symbol.</summary>
    public long Fillers { get; init; }

    /// <summary>Shared values in the codebook.</summary>
    public int Centroids { get; init; }

    /// <summary>Bits of a codebook index, P+Q.</summary>
    public required double ValueBits { get; init; }

    /// <summary>Mean bits of a codebook index, P+Q+H.</summary>
    public required double CodedValueBits { get; init; }

    /// <summary>Bits of a gap, P+Q.</summary>
    public double GapBits { get; init; }

    /// <summary>Mean bits of a gap, P+Q+H.</summary>
    public double CodedGapBits { get; init; }

    /// <summary>Shannon's bound for <see cref="CodedValueBits"/>, in bits per weight kept; null where weights are stored number by number.</summary>
    public double? ValueEntropy { get; init; }

    /// <summary>Shannon's bound for <see cref="CodedGapBits"/>, in bits per weight kept; null where weights are stored number by number.</summary>
    public double? GapEntropy { get; init; }

    /// <summary>Weights and biases as dense single precision.</summary>
    public long DenseBytes => (Weights + Biases) * sizeof(float);

    /// <summary>Bytes at fixed width: every kept weight and filler with its index and gap, the codebook, the biases.</summary>
    public required long QuantisedBytes { get; init; }

    /// <summary>Bytes in the artifact: codebook, code lengths, coded weights, biases, and the headers of both tensors.</summary>
    public required long CodedBytes { get; init; }

    /// <summary>Of <see cref="CodedBytes"/>, the codebook.</summary>
    public long CodebookBytes { get; init; }

    /// <summary>Of <see cref="CodedBytes"/>, the code lengths of gaps and indices.</summary>
    public long TableBytes { get; init; }

    /// <summary>Of <see cref="CodedBytes"/>, the coded weights.</summary>
    public required long StreamBytes { get; init; }

    /// <summary>Of <see cref="CodedBytes"/>, the biases.</summary>
    public long BiasBytes { get; init; }

    /// <summary>Dense over quantised bytes, P+Q.</summary>
    public double QuantisedRatio => (double)DenseBytes / QuantisedBytes;

    /// <summary>Dense over coded bytes, P+Q+H.</summary>
    public double Ratio => (double)DenseBytes / CodedBytes;

    /// <summary>The fraction of the artifact's bytes that are this layer's; null where there is no file.</summary>
    public double? Share { get; init; }
}
