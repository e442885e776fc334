using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Runtime.Tests.Decoding;

/// <summary>A random pruned tensor: as the format's coded form, as the words a generator would write, and as dense values.</summary>
internal sealed class RandomTensor
{
    private RandomTensor(CodedTensor coded)
    {
        Coded = coded;
        Rows = coded.Shape.Rows;
        RowLength = coded.Shape.RowLength;
        Words = Pack(coded.Stream.AsSpan());
        Dense = coded.ToDense();
        Codebook = [0f, .. coded.Codebook];
    }

    public CodedTensor Coded { get; }

    public ulong[] Words { get; }

    public float[] Dense { get; }

    /// <summary>The value of each code: 0, then the centroids.</summary>
    public float[] Codebook { get; }

    public int Rows { get; }

    public int RowLength { get; }

    public PackedTensor Packed => Pack(Words);

    /// <summary>The same tensor with another stream.</summary>
    public PackedTensor Pack(ReadOnlySpan<ulong> words) => new(
        words, Coded.WeightCount, Rows, RowLength, Coded.FillerSkip, Coded.GapLengths.AsSpan(), Coded.IndexLengths.AsSpan());

    /// <summary>Any density, filler skip, number of centroids and codes.</summary>
    public static RandomTensor Create(Random random, TensorShape shape)
    {
        double density = random.NextDouble() * random.NextDouble();
        int centroids = random.Next(1, random.Next(2, CodedTensor.MaxCentroids + 1));
        int fillerSkip = random.Next(1, random.Next(2, CodedTensor.MaxFillerSkip + 1));
        return Create(random, shape, density, centroids, fillerSkip);
    }

    public static RandomTensor Create(Random random, TensorShape shape, double density, int centroids, int fillerSkip)
    {
        List<(int Gap, int Index)> weights = [];
        int gap = 0;
        for (long position = 0; position < shape.ElementCount; position++, gap++)
        {
            if (random.NextDouble() < density)
            {
                weights.Add((gap, random.Next(centroids)));
                gap = -1;
            }
        }

        return new RandomTensor(Encode(random, shape, weights, centroids, fillerSkip));
    }

    private static CodedTensor Encode(
        Random random, TensorShape shape, List<(int Gap, int Index)> weights, int centroids, int fillerSkip)
    {
        var bits = new List<bool>();
        byte[] gapLengths = [];
        byte[] indexLengths = new byte[centroids];
        if (weights.Count > 0)
        {
            var gaps = new SortedSet<int>(weights.Select(weight => weight.Gap % fillerSkip));
            if (weights.Any(weight => weight.Gap >= fillerSkip))
            {
                gaps.Add(fillerSkip);
            }

            var gapCode = new RandomPrefixCode(random, fillerSkip + 1, gaps);
            var indexCode = new RandomPrefixCode(
                random, centroids, new SortedSet<int>(weights.Select(weight => weight.Index)));
            (gapLengths, indexLengths) = (gapCode.Lengths, indexCode.Lengths);
            foreach ((int gap, int index) in weights)
            {
                for (int filler = 0; filler < gap / fillerSkip; filler++)
                {
                    gapCode.Write(fillerSkip, bits);
                }

                gapCode.Write(gap % fillerSkip, bits);
                indexCode.Write(index, bits);
            }
        }

        var stream = new byte[(bits.Count + 7) / 8];
        for (int bit = 0; bit < bits.Count; bit++)
        {
            stream[bit / 8] |= (byte)(bits[bit] ? 0x80 >> (bit % 8) : 0);
        }

        float[] codebook = [.. Enumerable.Range(1, centroids).Select(index => index * 0.25f)];
        return new CodedTensor(
            shape, stream.Length, NumberFormat.Single, new(codebook), weights.Count, fillerSkip, new(gapLengths), new(indexLengths), new(stream));
    }

    /// <summary>Bytes to words, the first byte the most significant.</summary>
    private static ulong[] Pack(ReadOnlySpan<byte> stream)
    {
        var words = new ulong[(stream.Length + 7) / 8];
        for (int i = 0; i < stream.Length; i++)
        {
            words[i / 8] |= (ulong)stream[i] << (56 - (8 * (i % 8)));
        }

        return words;
    }
}
