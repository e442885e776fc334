namespace DeepCompression.Aot.Format;

/// <summary>The stored form of one parameter.</summary>
/// <param name="Shape">The dense shape, output channels first.</param>
/// <param name="ByteCount">Bytes in the artifact after the parameter's number and length: all tables counted.</param>
internal abstract record Tensor(TensorShape Shape, int ByteCount)
{
    /// <summary>The number of stored non-zero weights; every element of a raw tensor counts.</summary>
    public abstract int Nnz { get; }

    /// <summary>The dense values in row-major order: the reference decoder.</summary>
    public abstract float[] ToDense();
}

/// <summary>A tensor stored number by number.</summary>
internal sealed record RawTensor(TensorShape Shape, int ByteCount, NumberFormat Format, EquatableArray<float> Values)
    : Tensor(Shape, ByteCount)
{
    public override int Nnz => Values.Length;

    public override float[] ToDense() => Values.AsSpan().ToArray();
}

/// <summary>
/// A pruned tensor whose weights share the values of a codebook (Deep Compression, sections 2 to 4): Huffman-coded gaps between
/// non-zero weights, each followed by the Huffman-coded codebook index of the weight.
/// </summary>
/// <param name="Shape">The dense shape, output channels first.</param>
/// <param name="ByteCount">Bytes in the artifact, all tables counted.</param>
/// <param name="Format">How the centroids are stored.</param>
/// <param name="Codebook">The centroids, strictly ascending, none zero.</param>
/// <param name="WeightCount">The number of non-zero weights.</param>
/// <param name="FillerSkip">The gap symbol of a filler zero, which is also the number of positions it skips; smaller symbols are gaps.</param>
/// <param name="GapLengths">The code length in bits of each gap symbol, the filler last; 0 for a symbol that does not occur.</param>
/// <param name="IndexLengths">The code length in bits of each codebook index.</param>
/// <param name="Stream">The coded weights, most significant bit first, zero-padded to a byte.</param>
internal sealed record CodedTensor(
    TensorShape Shape,
    int ByteCount,
    NumberFormat Format,
    EquatableArray<float> Codebook,
    int WeightCount,
    int FillerSkip,
    EquatableArray<byte> GapLengths,
    EquatableArray<byte> IndexLengths,
    EquatableArray<byte> Stream)
    : Tensor(Shape, ByteCount)
{
    /// <summary>The most centroids a codebook has: an index plus one, zero standing for "no weight", fits a byte.</summary>
    public const int MaxCentroids = 255;

    /// <summary>The largest filler skip, so that gap symbols fit a byte.</summary>
    public const int MaxFillerSkip = 255;

    public override int Nnz => WeightCount;

    public override float[] ToDense()
    {
        var dense = new float[Shape.ElementCount];
        var reader = new CodedWeightReader(this);
        while (reader.MoveNext())
        {
            dense[reader.Position] = Codebook[reader.Index];
        }

        return dense;
    }
}
