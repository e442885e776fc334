using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Generator.Tests.Support;

/// <summary>Random tensors. Sparse ones are coded with codewords of one length, which any decoder must read as well as short ones.</summary>
internal static class TestTensors
{
    private const int Resolution = 1;
    private const int ClassBits = 5;
    private const int IndexBits = 3;

    /// <summary>A coded tensor in which about the given fraction of weights is not zero.</summary>
    public static CodedTensor Sparse(Random random, double density, params int[] dimensions) => SparseOf(IndexBits, random, density, dimensions);

    /// <summary>The same with another number of centroids: as many as so many bits have values.</summary>
    public static CodedTensor SparseOf(int indexBits, Random random, double density, params int[] dimensions)
    {
        var shape = new TensorShape(dimensions);
        var bits = new List<bool>();
        int gap = 0;
        int count = 0;
        for (long i = 0; i < shape.ElementCount; i++)
        {
            if (random.NextDouble() >= density)
            {
                gap++;
                continue;
            }

            int gapClass = GapClasses.Of(gap, Resolution);
            Append(bits, gapClass, ClassBits);
            Append(bits, gap - GapClasses.First(gapClass, Resolution), GapClasses.ExtraBits(gapClass, Resolution));
            Append(bits, random.Next(1 << indexBits), indexBits);
            gap = 0;
            count++;
        }

        return count == 0
            ? CodedTensor.Empty(shape, 3)
            : new CodedTensor(
                shape,
                bits.Count,
                NumberFormat.Single,
                new([.. Enumerable.Range(0, 1 << indexBits).Select(i => (i - (0.4625f * (1 << indexBits))) / (1 << (indexBits - 1)))]),
                count,
                LiveColumns.All,
                new HuffmanWeightCode(
                    Resolution,
                    new([.. Enumerable.Repeat((byte)ClassBits, 1 << ClassBits)]),
                    new([.. Enumerable.Repeat((byte)indexBits, 1 << indexBits)])),
                new(Bytes(bits)));
    }

    /// <summary>The tensor with centroids of half precision, which some kernels need.</summary>
    public static CodedTensor InHalves(CodedTensor tensor) => tensor with { Codebook = new([.. tensor.Codebook.Select(centroid => (float)(Half)centroid)]) };

    public static RawTensor Raw(Random random, params int[] dimensions)
    {
        var shape = new TensorShape(dimensions);
        return new RawTensor(shape, shape.ElementCount * 32, NumberFormat.Single, new(Numbers(random, (int)shape.ElementCount)));
    }

    public static float[] Numbers(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => (float)(random.NextDouble() * 2) - 1)];

    private static void Append(List<bool> bits, int value, int count)
    {
        for (int bit = count - 1; bit >= 0; bit--)
        {
            bits.Add(((value >> bit) & 1) == 1);
        }
    }

    private static byte[] Bytes(List<bool> bits) =>
        [.. bits.Chunk(8).Select(chunk => (byte)chunk.Select((bit, i) => bit ? 128 >> i : 0).Sum())];
}
