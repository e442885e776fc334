using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Trainer.Coding;

/// <summary>Writes the stored forms of parameters, which <see cref="TensorReader"/> reads.</summary>
internal static class TensorWriter
{
    public static void Write(BitWriter writer, Tensor tensor)
    {
        switch (tensor)
        {
            case RawTensor raw:
                writer.Write((uint)TensorForm.Raw, TensorForms.TagBits);
                new NumberWriter(writer, raw.Format, raw.Values.AsSpan()).Write(raw.Values.AsSpan());
                break;
            case RunTensor runs:
                WriteRuns(writer, runs);
                break;
            case CodedTensor coded:
                WriteCoded(writer, coded);
                break;
            case SplitTensor split:
                WriteSplit(writer, split);
                break;
        }
    }

    /// <summary>The bits that a tensor takes.</summary>
    public static long BitCount(Tensor tensor)
    {
        var writer = new BitWriter();
        Write(writer, tensor);
        return writer.BitCount;
    }

    /// <summary>The bits of a coded tensor's codebook.</summary>
    public static long CodebookBitCount(CodedTensor tensor)
    {
        var writer = new BitWriter();
        WriteCodebook(writer, tensor);
        return tensor.WeightCount == 0 ? 0 : writer.BitCount;
    }

    /// <summary>The bits of a coded tensor's live columns and code lengths.</summary>
    public static long TableBitCount(CodedTensor tensor)
    {
        var writer = new BitWriter();
        WriteTables(writer, tensor.Shape, tensor.Columns, tensor.Code);
        return tensor.WeightCount == 0 ? 0 : writer.BitCount;
    }

    /// <summary>The bits of the live columns of a weight tensor.</summary>
    public static long ColumnBitCount(LiveColumns columns)
    {
        var writer = new BitWriter();
        WriteColumns(writer, columns);
        return writer.BitCount;
    }

    private static void WriteRuns(BitWriter writer, RunTensor tensor)
    {
        writer.Write((uint)TensorForm.Runs, TensorForms.TagBits);
        var numbers = new NumberWriter(writer, tensor.Format, tensor.Values.AsSpan());
        writer.WriteNumber(tensor.Values.Length);
        for (int run = 0; run < tensor.Values.Length; run++)
        {
            numbers.Write(tensor.Values[run]);
            writer.WriteNumber(tensor.Lengths[run] - 1, RunTensor.LengthOrder);
        }
    }

    private static void WriteCoded(BitWriter writer, CodedTensor tensor)
    {
        TensorForm form = tensor.Code is FixedWeightCode ? TensorForm.Fixed : TensorForm.Huffman;
        writer.Write((uint)form, TensorForms.TagBits);
        writer.WriteNumber(tensor.WeightCount);
        if (tensor.WeightCount > 0)
        {
            WriteCodebook(writer, tensor);
            WriteTables(writer, tensor.Shape, tensor.Columns, tensor.Code);
            writer.WriteBits(tensor.Stream.AsSpan(), StreamBitCount(new CodedWeightReader(tensor)));
        }
    }

    private static void WriteSplit(BitWriter writer, SplitTensor tensor)
    {
        writer.Write((uint)TensorForm.Huffman, TensorForms.TagBits);
        writer.WriteNumber(tensor.WeightCount);
        writer.WriteNumber(0);
        writer.Write((uint)tensor.Format, NumberFormats.TagBits);
        WriteColumns(writer, tensor.Shape, tensor.Columns);
        writer.WriteNumber(tensor.FirstLead);
        writer.WriteNumber(tensor.Code.WeightLengths.Length);
        WriteCode(writer, tensor.Code);
        writer.WriteBits(tensor.Stream.AsSpan(), StreamBitCount(new CodedWeightReader(tensor)));
    }

    private static void WriteCodebook(BitWriter writer, CodedTensor tensor)
    {
        writer.WriteNumber(tensor.Codebook.Length);
        if (tensor.Format == NumberFormat.Steps)
        {
            WriteSteps(writer, tensor.Codebook.AsSpan());
        }
        else
        {
            new NumberWriter(writer, tensor.Format, tensor.Codebook.AsSpan()).Write(tensor.Codebook.AsSpan());
        }
    }

    private static void WriteSteps(BitWriter writer, ReadOnlySpan<float> codebook)
    {
        int order = CodebookSteps.BestOrder(codebook);
        writer.Write((uint)NumberFormat.Steps, NumberFormats.TagBits);
        writer.Write((uint)order, CodebookSteps.OrderBits);
        writer.WriteSingle(codebook[0]);
        for (int i = 1; i < codebook.Length; i++)
        {
            writer.WriteNumber(checked((int)CodebookSteps.Between(codebook, i)), order);
        }
    }

    private static void WriteTables(BitWriter writer, TensorShape shape, LiveColumns columns, WeightCode code)
    {
        WriteColumns(writer, shape, columns);
        WriteCode(writer, code);
    }

    private static void WriteCode(BitWriter writer, WeightCode weightCode)
    {
        switch (weightCode)
        {
            case FixedWeightCode code:
                writer.WriteNumber(code.GapBits);
                break;
            case HuffmanWeightCode code:
                writer.Write((uint)code.Resolution, GapClasses.ResolutionBits);
                writer.WriteNumber(code.GapLengths.Length);
                CodeLengthsWriter.Write(writer, code.GapLengths.AsSpan());
                CodeLengthsWriter.Write(writer, code.IndexLengths.AsSpan());
                break;
        }
    }

    private static void WriteColumns(BitWriter writer, TensorShape shape, LiveColumns columns)
    {
        if (shape.Rank > 1)
        {
            WriteColumns(writer, columns);
        }
    }

    private static void WriteColumns(BitWriter writer, LiveColumns columns)
    {
        writer.WriteFlag(!columns.IsAll);
        if (columns.IsAll)
        {
            return;
        }

        bool beginsDead = columns.Runs[0] > 0;
        int liveOrder = columns.BestOrder(live: true);
        int deadOrder = columns.BestOrder(live: false);
        writer.WriteNumber((columns.Runs.Length / 2) - 1);
        writer.WriteFlag(beginsDead);
        writer.Write((uint)liveOrder, LiveColumns.OrderBits);
        writer.Write((uint)deadOrder, LiveColumns.OrderBits);
        for (int run = beginsDead ? 0 : 1; run < columns.Runs.Length; run++)
        {
            writer.WriteNumber(columns.Runs[run] - 1, run % 2 == 1 ? liveOrder : deadOrder);
        }
    }

    /// <summary>The bits of the stream without the padding of its last byte.</summary>
    public static long StreamBitCount(CodedTensor tensor) => StreamBitCount(new CodedWeightReader(tensor));

    private static long StreamBitCount(CodedWeightReader reader)
    {
        while (reader.MoveNext())
        {
        }

        return reader.Rest.Position;
    }
}
