using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Trainer.Coding;

/// <summary>Writes the CodedTensors and RawTensors sections, which <see cref="TensorSections"/> reads.</summary>
internal static class TensorWriter
{
    /// <summary>The coded tensors among the parameters.</summary>
    public static byte[] WriteCoded(EquatableArray<Tensor> tensors)
    {
        var writer = new ByteWriter();
        for (int parameter = 0; parameter < tensors.Length; parameter++)
        {
            if (tensors[parameter] is CodedTensor tensor)
            {
                byte[] payload = CodedPayload(tensor);
                writer.WriteVarint(parameter);
                writer.WriteVarint(payload.Length);
                writer.WriteBytes(payload);
            }
        }

        return writer.ToArray();
    }

    /// <summary>The raw tensors among the parameters.</summary>
    public static byte[] WriteRaw(EquatableArray<Tensor> tensors)
    {
        var writer = new ByteWriter();
        for (int parameter = 0; parameter < tensors.Length; parameter++)
        {
            if (tensors[parameter] is RawTensor tensor)
            {
                writer.WriteVarint(parameter);
                writer.WriteByte((byte)tensor.Format);
                WriteNumbers(writer, tensor.Values, tensor.Format);
            }
        }

        return writer.ToArray();
    }

    /// <summary>A coded tensor without its number and length.</summary>
    public static byte[] CodedPayload(CodedTensor tensor)
    {
        var writer = new ByteWriter();
        writer.WriteVarint(tensor.WeightCount);
        if (tensor.WeightCount == 0)
        {
            return writer.ToArray();
        }

        writer.WriteVarint(tensor.Codebook.Length);
        writer.WriteByte((byte)tensor.Format);
        WriteNumbers(writer, tensor.Codebook, tensor.Format);
        writer.WriteVarint(tensor.FillerSkip);
        writer.WriteBytes(CodeLengthTables(tensor));
        writer.WriteBytes(tensor.Stream.AsSpan());
        return writer.ToArray();
    }

    /// <summary>Both tables of code lengths, gaps first.</summary>
    public static byte[] CodeLengthTables(CodedTensor tensor)
    {
        var bits = new BitWriter();
        CodeLengthsWriter.Write(bits, tensor.GapLengths.AsSpan());
        CodeLengthsWriter.Write(bits, tensor.IndexLengths.AsSpan());
        return bits.ToArray();
    }

    private static void WriteNumbers(ByteWriter writer, EquatableArray<float> numbers, NumberFormat format)
    {
        foreach (float number in numbers)
        {
            writer.WriteNumber(number, format);
        }
    }
}
