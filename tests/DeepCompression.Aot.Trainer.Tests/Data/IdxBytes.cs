using System.Buffers.Binary;
using System.IO.Compression;

namespace DeepCompression.Aot.Trainer.Tests.Data;

/// <summary>IDX files built by hand, right or wrong.</summary>
internal static class IdxBytes
{
    public static byte[] Of(uint[] dimensions, params byte[] values)
    {
        byte[] header = new byte[4 + (4 * dimensions.Length)];
        header[2] = 8;
        header[3] = (byte)dimensions.Length;
        for (int i = 0; i < dimensions.Length; i++)
        {
            BinaryPrimitives.WriteUInt32BigEndian(header.AsSpan(4 + (4 * i)), dimensions[i]);
        }

        return [.. header, .. values];
    }

    public static byte[] Gzip(byte[] content)
    {
        using MemoryStream packed = new();
        using (GZipStream gzip = new(packed, CompressionLevel.Optimal))
        {
            gzip.Write(content);
        }

        return packed.ToArray();
    }
}
