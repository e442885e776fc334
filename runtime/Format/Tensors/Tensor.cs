namespace DeepCompression.Aot.Format;

/// <summary>The stored form of one parameter.</summary>
/// <param name="Shape">The dense shape, output channels first.</param>
/// <param name="BitCount">Bits in the artifact, all tables counted.</param>
internal abstract record Tensor(TensorShape Shape, long BitCount)
{
    /// <summary>The number of stored non-zero weights; every element of a raw tensor counts.</summary>
    public abstract int Nnz { get; }

    /// <summary>Bytes in the artifact, begun ones counted.</summary>
    public int ByteCount => checked((int)((BitCount + 7) / 8));

    /// <summary>The dense values in row-major order: the reference decoder.</summary>
    public abstract float[] ToDense();
}

/// <summary>A tensor stored number by number.</summary>
internal sealed record RawTensor(TensorShape Shape, long BitCount, NumberFormat Format, EquatableArray<float> Values)
    : Tensor(Shape, BitCount)
{
    public override int Nnz => Values.Length;

    public override float[] ToDense() => Values.AsSpan().ToArray();
}

/// <summary>
/// A vector stored as runs of equal numbers, such as a bias of few values whose units are in ascending order of them. Zeros follow
/// the last run.
/// </summary>
/// <param name="Shape">The dense shape, of rank 1.</param>
/// <param name="BitCount">Bits in the artifact.</param>
/// <param name="Format">How the numbers are stored.</param>
/// <param name="Values">The number of each run, other than that of the run before; the last is not zero.</param>
/// <param name="Lengths">The elements of each run.</param>
internal sealed record RunTensor(
    TensorShape Shape, long BitCount, NumberFormat Format, EquatableArray<float> Values, EquatableArray<int> Lengths)
    : Tensor(Shape, BitCount)
{
    /// <summary>The Exp-Golomb order of a run's length: runs of a dozen elements are usual.</summary>
    public const int LengthOrder = 2;

    public override int Nnz
    {
        get
        {
            int nnz = 0;
            for (int run = 0; run < Lengths.Length; run++)
            {
                nnz += Values[run] == 0 ? 0 : Lengths[run];
            }

            return nnz;
        }
    }

    public override float[] ToDense()
    {
        var dense = new float[Shape.ElementCount];
        int next = 0;
        for (int run = 0; run < Lengths.Length; run++)
        {
            dense.AsSpan(next, Lengths[run]).Fill(Values[run]);
            next += Lengths[run];
        }

        return dense;
    }
}

/// <summary>
/// A tensor, pruned or not, whose weights have numbers of their own, too many for a codebook: coded gaps between non-zero weights,
/// each followed by the number in two parts (<see cref="SplitNumber"/>). Nothing is lost.
/// </summary>
/// <param name="Shape">The dense shape, output channels first.</param>
/// <param name="BitCount">Bits in the artifact, all tables counted.</param>
/// <param name="Format">The precision of the numbers, single or half.</param>
/// <param name="WeightCount">The number of non-zero weights.</param>
/// <param name="Columns">The columns among which gaps count; the others have no weights.</param>
/// <param name="Code">How gaps and leads are coded.</param>
/// <param name="FirstLead">The smallest lead that occurs.</param>
/// <param name="Stream">The coded weights, most significant bit first, zero-padded to a byte.</param>
internal sealed record SplitTensor(
    TensorShape Shape,
    long BitCount,
    NumberFormat Format,
    int WeightCount,
    LiveColumns Columns,
    HuffmanWeightCode Code,
    int FirstLead,
    EquatableArray<byte> Stream)
    : Tensor(Shape, BitCount)
{
    public override int Nnz => WeightCount;

    /// <summary>The number of the current weight of a reader of this tensor.</summary>
    public float Value(in CodedWeightReader weight) => SplitNumber.Join(FirstLead + weight.Index, weight.Plain, Format);

    public override float[] ToDense()
    {
        var dense = new float[Shape.ElementCount];
        var reader = new CodedWeightReader(this);
        while (reader.MoveNext())
        {
            dense[reader.Position] = Value(reader);
        }

        return dense;
    }
}

/// <summary>
/// A pruned tensor whose weights share the values of a codebook (Deep Compression, sections 2 to 4): coded gaps between non-zero
/// weights, each followed by the coded codebook index of the weight.
/// </summary>
/// <param name="Shape">The dense shape, output channels first.</param>
/// <param name="BitCount">Bits in the artifact, all tables counted.</param>
/// <param name="Format">How the centroids are stored.</param>
/// <param name="Codebook">The centroids, strictly ascending, none zero.</param>
/// <param name="WeightCount">The number of non-zero weights.</param>
/// <param name="Columns">The columns among which gaps count; the others have no weights.</param>
/// <param name="Code">How gaps and indices are coded.</param>
/// <param name="Stream">The coded weights, most significant bit first, zero-padded to a byte.</param>
internal sealed record CodedTensor(
    TensorShape Shape,
    long BitCount,
    NumberFormat Format,
    EquatableArray<float> Codebook,
    int WeightCount,
    LiveColumns Columns,
    WeightCode Code,
    EquatableArray<byte> Stream)
    : Tensor(Shape, BitCount)
{
    /// <summary>The most centroids a codebook has: an index plus one, zero standing for "no weight", fits a byte.</summary>
    public const int MaxCentroids = 255;

    public override int Nnz => WeightCount;

    /// <summary>A tensor without a single weight.</summary>
    public static CodedTensor Empty(TensorShape shape, long bitCount) =>
        new(shape, bitCount, NumberFormat.Single, default, 0, LiveColumns.All, WeightCode.None, default);

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
