using System.Buffers.Binary;
using System.IO.Compression;

namespace DeepCompression.Aot.Trainer.Data;

/// <summary>Opens a file as plain bytes, whether it is gzip or not: decided by its content, not by its name.</summary>
internal static class GzipContent
{
    // Deflate codes at most 258 bytes in two bits.
    private const long DeflateExpansion = 1_032;

    // A gzip member's header, an empty deflate block, its checksum and its length.
    private const int ShortestGzip = 20;

    /// <summary>Opens the content of <paramref name="path"/>.</summary>
    /// <param name="path">The file.</param>
    /// <param name="length">
    /// The content's length. Gzip states it in its last four bytes, which the decompressor does not miss
    /// where they were cut off; so a reader compares it with what it expects. At most 4 GB, one member.
    /// </param>
    /// <exception cref="InvalidDataException">
    /// The gzip data cannot have the length they state; reading the stream throws the same where they are damaged.
    /// </exception>
    public static Stream Open(string path, out long length)
    {
        FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        try
        {
            bool gzip = file.ReadByte() == 0x1F && file.ReadByte() == 0x8B;
            length = gzip ? StatedLength(file) : file.Length;
            file.Position = 0;
            return gzip ? new GZipStream(file, CompressionMode.Decompress) : file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private static uint StatedLength(FileStream file)
    {
        if (file.Length < ShortestGzip)
        {
            throw new InvalidDataException("The gzip data are cut short.");
        }

        Span<byte> trailer = stackalloc byte[4];
        file.Position = file.Length - trailer.Length;
        file.ReadExactly(trailer);
        uint length = BinaryPrimitives.ReadUInt32LittleEndian(trailer);
        if (length / DeflateExpansion > file.Length)
        {
            throw new InvalidDataException("The gzip data cannot hold as much as they state.");
        }

        return length;
    }
}
