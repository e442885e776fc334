namespace DeepCompression.Aot.Format;

/// <summary>Reads the stored forms of the parameters, which stand in their order.</summary>
internal static class TensorReader
{
    public static EquatableArray<Tensor> ReadAll(ref BitReader reader, EquatableArray<TensorShape> shapes)
    {
        var tensors = new Tensor[shapes.Length];
        for (int parameter = 0; parameter < tensors.Length; parameter++)
        {
            reader.Part = $"parameter {parameter}";
            tensors[parameter] = Read(ref reader, shapes[parameter]);
        }

        return new(tensors);
    }

    private static Tensor Read(ref BitReader reader, TensorShape shape)
    {
        long start = reader.Position;
        var form = (TensorForm)reader.ReadBits(TensorForms.TagBits);
        Tensor tensor = form switch
        {
            TensorForm.Raw => ReadRaw(ref reader, shape),
            TensorForm.Runs => ReadRuns(ref reader, shape),
            TensorForm.Huffman => ReadCoded(ref reader, shape, isFixed: false),
            _ => ReadCoded(ref reader, shape, isFixed: true),
        };
        return tensor with { BitCount = reader.Position - start };
    }

    private static RawTensor ReadRaw(ref BitReader reader, TensorShape shape)
    {
        NumberReader numbers = NumberReader.Begin(ref reader);
        float[] values = numbers.Next(ref reader, (int)shape.ElementCount);
        numbers.RequireEnd(ref reader);
        return new RawTensor(shape, 0, numbers.Format, new(values));
    }

    private static RunTensor ReadRuns(ref BitReader reader, TensorShape shape)
    {
        reader.Require(shape.Rank == 1, $"a tensor of {shape} is stored in runs, which only vectors are");
        NumberReader numbers = NumberReader.Begin(ref reader);
        int count = reader.ReadCount(numbers.Format.BitCount() + RunTensor.LengthOrder + 1);
        var values = new float[count];
        var lengths = new int[count];
        long total = 0;
        for (int run = 0; run < count; run++)
        {
            values[run] = numbers.Next(ref reader);
            lengths[run] = reader.ReadNumber(RunTensor.LengthOrder) + 1;
            total += lengths[run];
            reader.Require(total <= shape.ElementCount, $"runs of numbers do not fit into {shape}");
            reader.Require(run == 0 || !values[run].Equals(values[run - 1]), "two runs after each other are of one number");
        }

        reader.Require(count == 0 || values[count - 1] != 0, "the last run is of zeros, which are not stored");
        numbers.RequireEnd(ref reader);
        return new RunTensor(shape, 0, numbers.Format, new(values), new(lengths));
    }

    private static CodedTensor ReadCoded(ref BitReader reader, TensorShape shape, bool isFixed)
    {
        int weightCount = reader.ReadNumber();
        reader.Require(weightCount <= shape.ElementCount, $"{weightCount} weights do not fit into {shape}");
        if (weightCount == 0)
        {
            reader.Require(!isFixed, "a tensor without weights has no gaps of fixed width");
            return CodedTensor.Empty(shape, 0);
        }

        // A weight takes at least the bit of its index.
        reader.Require(weightCount <= reader.Remaining, $"{weightCount} weights are announced, but only {reader.Remaining} bits are left");
        (NumberFormat format, EquatableArray<float> codebook) = ReadCodebook(ref reader);
        LiveColumns columns = shape.Rank > 1 ? LiveColumns.Read(ref reader, shape.RowLength) : LiveColumns.All;
        WeightCode code = isFixed ? ReadFixedCode(ref reader) : ReadHuffmanCode(ref reader, codebook.Length);
        var tensor = new CodedTensor(shape, 0, format, codebook, weightCount, columns, code, default);
        return tensor with { Stream = new(ReadStream(ref reader, tensor)) };
    }

    private static (NumberFormat Format, EquatableArray<float> Codebook) ReadCodebook(ref BitReader reader)
    {
        int count = reader.ReadNumber();
        reader.Require(count is >= 1 and <= CodedTensor.MaxCentroids, $"{count} centroids, not 1 to {CodedTensor.MaxCentroids}");
        NumberReader numbers = NumberReader.Begin(ref reader);
        float[] codebook = numbers.Next(ref reader, count);
        numbers.RequireEnd(ref reader);
        for (int i = 0; i < count; i++)
        {
            reader.Require(codebook[i] != 0, "a centroid is zero; zero weights are not stored");
            reader.Require(i == 0 || codebook[i - 1] < codebook[i], "the centroids do not ascend");
        }

        return (numbers.Format, new(codebook));
    }

    private static FixedWeightCode ReadFixedCode(ref BitReader reader)
    {
        int gapBits = reader.ReadNumber();
        reader.Require(gapBits is >= 1 and <= FixedWidth.MaxGapBits, $"gaps of {gapBits} bits, not 1 to {FixedWidth.MaxGapBits}");
        return new FixedWeightCode(gapBits);
    }

    private static HuffmanWeightCode ReadHuffmanCode(ref BitReader reader, int centroids)
    {
        int resolution = (int)reader.ReadBits(GapClasses.ResolutionBits);
        int classes = reader.ReadNumber();
        reader.Require(
            classes >= 1 && classes <= GapClasses.MaxCount(resolution), $"{classes} classes of gaps, not 1 to {GapClasses.MaxCount(resolution)}");
        byte[] gapLengths = CodeLengths.Read(ref reader, classes);
        reader.Require(gapLengths[classes - 1] > 0, "the last class of gaps does not occur");
        return new HuffmanWeightCode(resolution, new(gapLengths), new(CodeLengths.Read(ref reader, centroids)));
    }

    /// <summary>Decodes the whole stream once, so that nobody after this needs to distrust it.</summary>
    private static byte[] ReadStream(ref BitReader reader, CodedTensor tensor)
    {
        long start = reader.Position;
        CodedWeightReader weights = BeginStream(reader, tensor);
        while (weights.MoveNext())
        {
        }

        reader = weights.Rest;
        return reader.CopyFrom(start);
    }

    private static CodedWeightReader BeginStream(BitReader reader, CodedTensor tensor)
    {
        try
        {
            return new CodedWeightReader(reader, tensor);
        }
        catch (ArtifactException exception)
        {
            throw exception.At(reader.Part);
        }
    }
}
