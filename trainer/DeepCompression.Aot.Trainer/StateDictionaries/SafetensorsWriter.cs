using System.Buffers;
using System.Buffers.Binary;
using System.Text.Json;
using DeepCompression.Aot.Format;
using DeepCompression.Aot.Trainer.Export;

namespace DeepCompression.Aot.Trainer.StateDictionaries;

/// <summary>Writes a state dictionary as PyTorch's users read it: tensors of float32 by name, in the order of their numbers.</summary>
internal static class SafetensorsWriter
{
    private const int Alignment = 8;

    /// <summary>The decoded parameters of an artifact, under the names that its ONNX export gives them.</summary>
    /// <exception cref="ExportException">The dense weights do not fit into one array.</exception>
    public static byte[] Export(Artifact artifact)
    {
        var names = new OnnxNames(artifact.Graph, artifact.Names);
        return Write(
            [.. artifact.Tensors.Select((_, number) => names.Parameter(number))],
            artifact.Graph.Parameters,
            [.. artifact.Tensors.Select(tensor => tensor.ToDense())]);
    }

    /// <summary>The bytes of a safetensors file.</summary>
    /// <param name="names">The name of each parameter, by number.</param>
    /// <param name="shapes">Their shapes.</param>
    /// <param name="parameters">Their values.</param>
    /// <exception cref="ExportException">The dense weights do not fit into one array.</exception>
    public static byte[] Write(IReadOnlyList<string> names, IReadOnlyList<TensorShape> shapes, IReadOnlyList<float[]> parameters)
    {
        byte[] header = Header(names, shapes, parameters);
        long bytes = sizeof(ulong) + header.Length + parameters.Sum(values => (long)values.Length * sizeof(float));
        if (bytes > Array.MaxLength)
        {
            throw new ExportException($"the dense weights take {bytes >> 20} MiB, but one state dictionary is written up to {Array.MaxLength >> 20}; use the artifact itself");
        }

        var file = new byte[bytes];
        BinaryPrimitives.WriteUInt64LittleEndian(file, (ulong)header.Length);
        header.CopyTo(file, sizeof(ulong));
        int place = sizeof(ulong) + header.Length;
        foreach (float[] values in parameters)
        {
            byte[] written = LittleEndian.Bytes(values);
            written.CopyTo(file, place);
            place += written.Length;
        }

        return file;
    }

    private static byte[] Header(IReadOnlyList<string> names, IReadOnlyList<TensorShape> shapes, IReadOnlyList<float[]> parameters)
    {
        var text = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(text))
        {
            json.WriteStartObject();
            json.WriteStartObject("__metadata__");

            // What says to Hugging Face's libraries that the layout is PyTorch's.
            json.WriteString("format", "pt");
            json.WriteEndObject();
            long start = 0;
            for (int number = 0; number < names.Count; number++)
            {
                long end = start + ((long)parameters[number].Length * sizeof(float));
                json.WriteStartObject(names[number]);
                json.WriteString("dtype", "F32");
                WriteNumbers(json, "shape", shapes[number].Dimensions.Select(dimension => (long)dimension));
                WriteNumbers(json, "data_offsets", [start, end]);
                json.WriteEndObject();
                start = end;
            }

            json.WriteEndObject();
        }

        // Spaces at the end, so that the values are aligned.
        byte[] header = new byte[(text.WrittenCount + Alignment - 1) / Alignment * Alignment];
        Array.Fill(header, (byte)' ');
        text.WrittenSpan.CopyTo(header);
        return header;
    }

    private static void WriteNumbers(Utf8JsonWriter json, string name, IEnumerable<long> numbers)
    {
        json.WriteStartArray(name);
        foreach (long number in numbers)
        {
            json.WriteNumberValue(number);
        }

        json.WriteEndArray();
    }
}
