using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Runtime.Tests.Decoding;

/// <summary>A random pruned tensor: as the format's coded form, as the words a generator would write, and as dense values.</summary>
internal sealed class RandomTensor
{
    private RandomTensor(CodedTensor coded, float[] dense)
    {
        Coded = coded;
        Rows = coded.Shape.Rows;
        RowLength = coded.Shape.RowLength;
        Words = Pack(coded.Stream.AsSpan());
        Marks = StreamMarks.Of(coded);
        Dense = dense;
        Codebook = [0f, .. coded.Codebook];
    }

    public CodedTensor Coded { get; }

    public ulong[] Words { get; }

    /// <summary>Where a long stream can be entered.</summary>
    public int[] Marks { get; }

    public float[] Dense { get; }

    /// <summary>The value of each code: 0, then the centroids.</summary>
    public float[] Codebook { get; }

    public int Rows { get; }

    public int RowLength { get; }

    public PackedTensor Packed => Pack(Words, Marks);

    /// <summary>The tensor with another stream, or other marks.</summary>
    public PackedTensor Pack(ReadOnlySpan<ulong> words, ReadOnlySpan<int> marks)
    {
        var code = (HuffmanWeightCode)Coded.Code;
        return new(
            words, Coded.WeightCount, Rows, RowLength, Coded.Columns.Runs.AsSpan(), code.Resolution, code.GapLengths.AsSpan(), code.IndexLengths.AsSpan(), marks);
    }

    /// <summary>A tensor of any density, centroids, resolution and codes; every other one with dead columns.</summary>
    public static RandomTensor Create(Random random, TensorShape shape)
    {
        double density = random.NextDouble() * random.NextDouble();
        int centroids = random.Next(1, random.Next(2, CodedTensor.MaxCentroids + 1));
        LiveColumns columns = random.Next(2) == 0 ? LiveColumns.All : DrawColumns(random, shape.RowLength);
        return Create(random, shape, density, centroids, random.Next(GapClasses.MaxResolution + 1), columns);
    }

    public static RandomTensor Create(
        Random random, TensorShape shape, double density, int centroids, int resolution, LiveColumns columns = default)
    {
        var isLive = new bool[shape.RowLength];
        Array.Fill(isLive, columns.IsAll);
        int column = 0;
        for (int run = 0; run < columns.Runs.Length; run++)
        {
            isLive.AsSpan(column, columns.Runs[run]).Fill(run % 2 == 1);
            column += columns.Runs[run];
        }

        float[] codebook = [.. Enumerable.Range(1, centroids).Select(index => index * 0.25f)];
        var dense = new float[shape.ElementCount];
        List<(int Gap, int Index)> weights = [];
        int gap = 0;
        for (int position = 0; position < dense.Length; position++)
        {
            if (!isLive[position % isLive.Length])
            {
                continue;
            }

            if (random.NextDouble() >= density)
            {
                gap++;
                continue;
            }

            weights.Add((gap, random.Next(centroids)));
            dense[position] = codebook[weights[^1].Index];
            gap = 0;
        }

        (HuffmanWeightCode code, byte[] stream) = Encode(random, weights, centroids, resolution);
        return new RandomTensor(
            new CodedTensor(shape, 0, NumberFormat.Single, new(codebook), weights.Count, columns, code, new(stream)), dense);
    }

    private static LiveColumns DrawColumns(Random random, int rowLength)
    {
        List<int> runs = [random.Next(0, rowLength)];
        int left = rowLength - runs[0];
        while (left > 0 && (runs.Count % 2 == 1 || random.Next(3) > 0))
        {
            runs.Add(random.Next(1, left + 1));
            left -= runs[^1];
        }

        // A dead run at the end is left out.
        return new LiveColumns(new([.. runs.Take(runs.Count / 2 * 2)]));
    }

    private static (HuffmanWeightCode Code, byte[] Stream) Encode(
        Random random, List<(int Gap, int Index)> weights, int centroids, int resolution)
    {
        var bits = new List<bool>();
        if (weights.Count == 0)
        {
            return (new HuffmanWeightCode(resolution, default, new(new byte[centroids])), []);
        }

        var classes = new SortedSet<int>(weights.Select(weight => GapClasses.Of(weight.Gap, resolution)));
        var gapCode = new RandomPrefixCode(random, classes.Max + 1, classes);
        var indexCode = new RandomPrefixCode(random, centroids, new SortedSet<int>(weights.Select(weight => weight.Index)));
        foreach ((int gap, int index) in weights)
        {
            int gapClass = GapClasses.Of(gap, resolution);
            if (classes.Count > 1)
            {
                gapCode.Write(gapClass, bits);
            }

            int place = gap - GapClasses.First(gapClass, resolution);
            for (int bit = GapClasses.ExtraBits(gapClass, resolution) - 1; bit >= 0; bit--)
            {
                bits.Add(((place >> bit) & 1) != 0);
            }

            indexCode.Write(index, bits);
        }

        var stream = new byte[(bits.Count + 7) / 8];
        for (int bit = 0; bit < bits.Count; bit++)
        {
            stream[bit / 8] |= (byte)(bits[bit] ? 0x80 >> (bit % 8) : 0);
        }

        return (new HuffmanWeightCode(resolution, new(gapCode.Lengths), new(indexCode.Lengths)), stream);
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
