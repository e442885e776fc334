using System.Buffers.Binary;

namespace DeepCompression.Aot.Trainer.Data;

/// <summary>Writes IDX files of unsigned bytes, uncompressed; what <see cref="IdxReader"/> reads back.</summary>
internal static class IdxWriter
{
    /// <summary>Writes values with their dimensions.</summary>
    /// <param name="path">The file; one that exists is replaced.</param>
    /// <param name="dimensions">Their product is the number of values.</param>
    /// <param name="values">The values, last dimension fastest.</param>
    public static void Write(string path, ReadOnlySpan<int> dimensions, ReadOnlySpan<byte> values)
    {
        Span<byte> header = stackalloc byte[4 + (4 * dimensions.Length)];
        BinaryPrimitives.WriteUInt32BigEndian(header, 0x0800u + (uint)dimensions.Length);
        for (int i = 0; i < dimensions.Length; i++)
        {
            BinaryPrimitives.WriteInt32BigEndian(header[(4 + (4 * i))..], dimensions[i]);
        }

        using FileStream file = File.Create(path);
        file.Write(header);
        file.Write(values);
    }
}
