namespace DeepCompression.Aot.Format;

/// <summary>Reads the stored forms of the parameters, which stand in their order.</summary>
internal static class TensorReader
{
    /// <summary>Begins with a tensor's stream where it begins among other bits.</summary>
    private delegate CodedWeightReader StreamReader(BitReader bits);

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

    private static Tensor ReadCoded(ref BitReader reader, TensorShape shape, bool isFixed)
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
        int centroids = reader.ReadNumber();
        if (centroids == 0 && !isFixed)
        {
            return ReadSplit(ref reader, shape, weightCount);
        }

        reader.Require(centroids is >= 1 and <= CodedTensor.MaxCentroids, $"{centroids} centroids, not 1 to {CodedTensor.MaxCentroids}");
        (NumberFormat format, EquatableArray<float> codebook) = CodebookReader.Read(ref reader, centroids);
        LiveColumns columns = ReadColumns(ref reader, shape);
        WeightCode code = isFixed ? ReadFixedCode(ref reader) : ReadHuffmanCode(ref reader, centroids);
        var tensor = new CodedTensor(shape, 0, format, codebook, weightCount, columns, code, default);
        return tensor with { Stream = new(ReadStream(ref reader, bits => new CodedWeightReader(bits, tensor))) };
    }

    private static SplitTensor ReadSplit(ref BitReader reader, TensorShape shape, int weightCount)
    {
        var format = (NumberFormat)reader.ReadBits(NumberFormats.TagBits);
        reader.Require(format is NumberFormat.Single or NumberFormat.Half, "only numbers in single and half precision are split");
        LiveColumns columns = ReadColumns(ref reader, shape);
        int firstLead = reader.ReadNumber();
        int leads = reader.ReadNumber();
        int most = Math.Min(SplitNumber.LeadCount(format), CodedTensor.MaxCentroids);
        reader.Require(leads >= 1 && leads <= most, $"{leads} leads of numbers, not 1 to {most}");
        reader.Require(firstLead <= SplitNumber.LeadCount(format) - leads, $"{leads} leads from {firstLead} on are more than there are");
        HuffmanWeightCode code = ReadHuffmanCode(ref reader, leads);
        ReadOnlySpan<byte> lengths = code.WeightLengths;
        reader.Require(lengths[0] > 0 && lengths[lengths.Length - 1] > 0, "the first or the last lead does not occur");
        var tensor = new SplitTensor(shape, 0, format, weightCount, columns, code, firstLead, default);
        tensor = tensor with { Stream = new(ReadStream(ref reader, bits => new CodedWeightReader(bits, tensor))) };
        RequireNumbers(reader, tensor);
        return tensor;
    }

    private static void RequireNumbers(in BitReader reader, SplitTensor tensor)
    {
        var weights = new CodedWeightReader(tensor);
        while (weights.MoveNext())
        {
            float value = tensor.Value(weights);
            reader.Require(SingleBits.IsFinite(value), "a number is not finite");
            reader.Require(value != 0, "a weight is zero; zero weights are not stored");
        }
    }

    private static LiveColumns ReadColumns(ref BitReader reader, TensorShape shape) =>
        shape.Rank > 1 ? LiveColumns.Read(ref reader, shape.RowLength) : LiveColumns.All;

    private static FixedWeightCode ReadFixedCode(ref BitReader reader)
    {
        int gapBits = reader.ReadNumber();
        reader.Require(gapBits is >= 1 and <= FixedWidth.MaxGapBits, $"gaps of {gapBits} bits, not 1 to {FixedWidth.MaxGapBits}");
        return new FixedWeightCode(gapBits);
    }

    private static HuffmanWeightCode ReadHuffmanCode(ref BitReader reader, int symbols)
    {
        int resolution = (int)reader.ReadBits(GapClasses.ResolutionBits);
        int classes = reader.ReadNumber();
        reader.Require(
            classes <= GapClasses.MaxCount(resolution), $"{classes} classes of gaps, not 0 to {GapClasses.MaxCount(resolution)}");
        reader.Require(classes > 0 || resolution == 0, "where there are no gaps, their resolution is 0");
        byte[] gapLengths = CodeLengths.Read(ref reader, classes);
        reader.Require(classes == 0 || gapLengths[classes - 1] > 0, "the last class of gaps does not occur");

        // Without gaps a codeword may also say that there is no weight.
        return new HuffmanWeightCode(resolution, new(gapLengths), new(CodeLengths.Read(ref reader, classes == 0 ? symbols + 1 : symbols)));
    }

    /// <summary>Decodes the whole stream once, so that nobody after this needs to distrust it.</summary>
    private static byte[] ReadStream(ref BitReader reader, StreamReader begin)
    {
        long start = reader.Position;
        CodedWeightReader weights = BeginStream(reader, begin);
        while (weights.MoveNext())
        {
        }

        reader = weights.Rest;
        return reader.CopyFrom(start);
    }

    private static CodedWeightReader BeginStream(BitReader reader, StreamReader begin)
    {
        try
        {
            return begin(reader);
        }
        catch (ArtifactException exception)
        {
            throw exception.At(reader.Part);
        }
    }
}
