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
        WriteTables(writer, tensor);
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
            WriteTables(writer, tensor);
            writer.WriteBits(tensor.Stream.AsSpan(), StreamBitCount(tensor));
        }
    }

    private static void WriteCodebook(BitWriter writer, CodedTensor tensor)
    {
        writer.WriteNumber(tensor.Codebook.Length);
        new NumberWriter(writer, tensor.Format, tensor.Codebook.AsSpan()).Write(tensor.Codebook.AsSpan());
    }

    private static void WriteTables(BitWriter writer, CodedTensor tensor)
    {
        if (tensor.Shape.Rank > 1)
        {
            WriteColumns(writer, tensor.Columns);
        }

        switch (tensor.Code)
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
    public static long StreamBitCount(CodedTensor tensor)
    {
        var reader = new CodedWeightReader(tensor);
        while (reader.MoveNext())
        {
        }

        return reader.Rest.Position;
    }
}
