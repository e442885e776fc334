namespace DeepCompression.Aot.Format;

/// <summary>Reads the CodedTensors and RawTensors sections.</summary>
internal static class TensorSections
{
    public static void ReadCoded(ByteReader reader, Graph graph, Tensor?[] tensors)
    {
        int previous = -1;
        while (reader.Remaining > 0)
        {
            int parameter = ReadParameter(ref reader, tensors, ref previous);
            ReadOnlySpan<byte> payload = reader.ReadBytes(reader.ReadCount(1));
            tensors[parameter] = ReadCoded(payload, graph.Parameters[parameter], $"coded tensor of parameter {parameter}");
        }
    }

    public static void ReadRaw(ByteReader reader, Graph graph, Tensor?[] tensors)
    {
        int previous = -1;
        while (reader.Remaining > 0)
        {
            int parameter = ReadParameter(ref reader, tensors, ref previous);
            int start = reader.Position;
            NumberFormat format = reader.ReadNumberFormat();
            TensorShape shape = graph.Parameters[parameter];
            EquatableArray<float> values = ReadNumbers(ref reader, format, (int)shape.ElementCount);
            tensors[parameter] = new RawTensor(shape, reader.Position - start, format, values);
        }
    }

    public static EquatableArray<Tensor> RequireAll(Tensor?[] tensors)
    {
        int missing = Array.IndexOf(tensors, null);
        ShapeInference.Require(missing < 0, $"parameter {missing} is stored in no section");
        return new(tensors!);
    }

    private static int ReadParameter(ref ByteReader reader, Tensor?[] tensors, ref int previous)
    {
        int parameter = reader.ReadVarint();
        reader.Require(parameter < tensors.Length, $"parameter {parameter} does not exist");
        reader.Require(tensors[parameter] is null, $"parameter {parameter} is stored twice");
        reader.Require(parameter > previous, $"parameter {parameter} is out of order");
        previous = parameter;
        return parameter;
    }

    private static CodedTensor ReadCoded(ReadOnlySpan<byte> payload, TensorShape shape, string place)
    {
        var reader = new ByteReader(payload, place);
        int weightCount = reader.ReadVarint();
        reader.Require(weightCount <= shape.ElementCount, $"{weightCount} weights do not fit into {shape}");
        if (weightCount == 0)
        {
            reader.RequireEnd();
            return new CodedTensor(shape, payload.Length, NumberFormat.Single, default, 0, 0, default, default, default);
        }

        int centroids = reader.ReadVarint();
        reader.Require(centroids is >= 1 and <= CodedTensor.MaxCentroids, $"{centroids} centroids, not 1 to {CodedTensor.MaxCentroids}");
        NumberFormat format = reader.ReadNumberFormat();
        EquatableArray<float> codebook = ReadCodebook(ref reader, format, centroids);
        int fillerSkip = reader.ReadVarint();
        reader.Require(fillerSkip is >= 1 and <= CodedTensor.MaxFillerSkip, $"a filler skip of {fillerSkip}, not 1 to {CodedTensor.MaxFillerSkip}");

        ReadOnlySpan<byte> bits = reader.ReadBytes(reader.Remaining);
        try
        {
            var bitReader = new BitReader(bits);
            byte[] gapLengths = CodeLengths.Read(ref bitReader, fillerSkip + 1);
            byte[] indexLengths = CodeLengths.Read(ref bitReader, centroids);
            bitReader.AlignToByte();
            var tensor = new CodedTensor(
                shape, payload.Length, format, codebook, weightCount, fillerSkip, new(gapLengths), new(indexLengths),
                new(bits.Slice(bitReader.BytesRead).ToArray()));
            Verify(tensor);
            return tensor;
        }
        catch (ArtifactException exception)
        {
            throw exception.At(place);
        }
    }

    private static EquatableArray<float> ReadCodebook(ref ByteReader reader, NumberFormat format, int count)
    {
        EquatableArray<float> codebook = ReadNumbers(ref reader, format, count);
        for (int i = 0; i < count; i++)
        {
            reader.Require(codebook[i] != 0, "a centroid is zero; zero weights are not stored");
            reader.Require(i == 0 || codebook[i - 1] < codebook[i], "the centroids do not ascend");
        }

        return codebook;
    }

    private static EquatableArray<float> ReadNumbers(ref ByteReader reader, NumberFormat format, int count)
    {
        reader.Require(count <= reader.Remaining / format.ByteCount(), $"{count} numbers are announced, but only {reader.Remaining} bytes are left");
        var values = new float[count];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = reader.ReadNumber(format);
        }

        return new(values);
    }

    /// <summary>Decodes the whole stream once, so that nobody after this needs to distrust it.</summary>
    private static void Verify(CodedTensor tensor)
    {
        var weights = new CodedWeightReader(tensor);
        while (weights.MoveNext())
        {
        }

        weights.RequireEnd();
    }
}
