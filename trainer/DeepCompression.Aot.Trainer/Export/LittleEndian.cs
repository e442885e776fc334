using System.Buffers.Binary;

namespace DeepCompression.Aot.Trainer.Export;

/// <summary>Numbers as other programs read them, whatever the order of this machine.</summary>
internal static class LittleEndian
{
    /// <summary>Float32 numbers, four bytes each, one after another.</summary>
    public static byte[] Bytes(ReadOnlySpan<float> numbers)
    {
        var bytes = new byte[checked(numbers.Length * sizeof(float))];
        for (int i = 0; i < numbers.Length; i++)
        {
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(i * sizeof(float)), numbers[i]);
        }

        return bytes;
    }
}
