using System.Buffers.Binary;
using System.Text;
using DeepCompression.Aot.Format;
using DeepCompression.Aot.Trainer.StateDictionaries;

namespace DeepCompression.Aot.Fuzzing.Inputs;

/// <summary>Changes state dictionaries at random: their bytes, or what their headers say.</summary>
internal static class SafetensorsMutation
{
    private const string Punctuation = ",:[]{}";

    private static readonly string[] Words =
    [
        "", "-1", "0", "1", "4", "48", "2147483648", "9223372036854775807", "-9223372036854775808", "18446744073709551616", "1e3", "1.5", "null", "true", "[]", "{}",
        "\"F16\"", "\"F64\"", "\"conv.weight\"", "\"first line\\nsecond \\u001b[31mline\"",
    ];

    private static readonly byte[][] Files =
    [
        Write(("fc.weight", new TensorShape(2, 3)), ("fc.bias", new TensorShape(2))),
        Write(("conv.weight", new TensorShape(3, 1, 2, 2)), ("conv.bias", new TensorShape(3)), ("fc.weight", new TensorShape(2, 3)), ("fc.bias", new TensorShape(2))),
    ];

    /// <summary>A state dictionary, now and then as it is, else with changes of its text or of its bytes.</summary>
    public static byte[] Draw(Random random)
    {
        byte[] file = Files[random.Next(Files.Length)];
        return random.Next(8) switch
        {
            0 => file,
            < 5 => ChangeText(file, random),
            _ => ByteMutation.Apply(file, Files[random.Next(Files.Length)], random),
        };
    }

    /// <summary>Puts other words between two marks of the header, one to three times, and the length right.</summary>
    private static byte[] ChangeText(byte[] file, Random random)
    {
        int end = sizeof(ulong) + (int)BinaryPrimitives.ReadUInt64LittleEndian(file);
        string text = Encoding.UTF8.GetString(file.AsSpan(sizeof(ulong), end - sizeof(ulong)));
        for (int changes = random.Next(1, 4); changes > 0; changes--)
        {
            int[] marks = [.. Enumerable.Range(0, text.Length).Where(i => Punctuation.Contains(text[i], StringComparison.Ordinal))];
            if (marks.Length < 2)
            {
                break;
            }

            int mark = random.Next(marks.Length - 1);
            text = text[..(marks[mark] + 1)] + Words[random.Next(Words.Length)] + text[marks[mark + 1]..];
        }

        byte[] header = Encoding.UTF8.GetBytes(text);
        byte[] changed = [.. new byte[sizeof(ulong)], .. header, .. file.AsSpan(end)];
        BinaryPrimitives.WriteUInt64LittleEndian(changed, (ulong)header.Length);
        return changed;
    }

    private static byte[] Write(params (string Name, TensorShape Shape)[] tensors) => SafetensorsWriter.Write(
        [.. tensors.Select(tensor => tensor.Name)], [.. tensors.Select(tensor => tensor.Shape)], [.. tensors.Select(tensor => new float[tensor.Shape.ElementCount])]);
}
