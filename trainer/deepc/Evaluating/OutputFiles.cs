using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace DeepCompression.Aot.CommandLine.Evaluating;

/// <summary>The files that another program's outputs are compared with.</summary>
internal static class OutputFiles
{
    /// <summary>One class per line, each ended by <c>\n</c>.</summary>
    public static byte[] Lines(IEnumerable<byte> classes)
    {
        var text = new StringBuilder();
        foreach (byte label in classes)
        {
            text.Append(CultureInfo.InvariantCulture, $"{label}\n");
        }

        return Encoding.ASCII.GetBytes(text.ToString());
    }

    /// <summary>Float32 numbers, little-endian, one after another.</summary>
    public static byte[] Singles(ReadOnlySpan<float> numbers)
    {
        var bytes = new byte[checked(numbers.Length * sizeof(float))];
        for (int i = 0; i < numbers.Length; i++)
        {
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(i * sizeof(float)), numbers[i]);
        }

        return bytes;
    }
}
