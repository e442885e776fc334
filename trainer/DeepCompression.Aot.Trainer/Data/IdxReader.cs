using System.Buffers.Binary;
using System.Globalization;

namespace DeepCompression.Aot.Trainer.Data;

/// <summary>
/// Reads one IDX file of unsigned bytes, plain or gzip: two zero bytes, the type (8), the rank, the
/// dimensions as big-endian 32-bit numbers, the values. Every length is checked against what the file
/// can hold before memory is taken, and the content must end where the header says.
/// </summary>
internal static class IdxReader
{
    /// <summary>No file may declare more values, in bytes.</summary>
    internal const long MostValues = 1L << 30;

    private const int MostPixelsPerSide = 4_096;
    private const string Damaged = "Fetch the file again: it is damaged, or no IDX file of bytes.";

    /// <summary>Reads labels, (count).</summary>
    /// <exception cref="DataException">The file is missing, unreadable or not an intact IDX file of rank 1.</exception>
    public static byte[] ReadLabels(string path) => Read(path, rank: 1, out _);

    /// <summary>Reads grey images, (count, height, width).</summary>
    /// <exception cref="DataException">The file is missing, unreadable or not an intact IDX file of rank 3.</exception>
    public static byte[] ReadImages(string path, out ImageShape shape)
    {
        byte[] pixels = Read(path, rank: 3, out int[] dimensions);
        shape = new ImageShape(1, dimensions[1], dimensions[2]);
        return pixels;
    }

    private static byte[] Read(string path, int rank, out int[] dimensions)
    {
        try
        {
            using Stream content = GzipContent.Open(path, out long contentLength);
            dimensions = ReadHeader(path, content, rank);
            long length = 1;
            foreach (int dimension in dimensions)
            {
                length *= dimension;
            }

            CheckLength(path, length, contentLength - HeaderLength(rank));
            byte[] values = GC.AllocateUninitializedArray<byte>((int)length);
            content.ReadExactly(values);
            // Only gzip data can go on here; reading to their end also has their checksum verified.
            if (content.ReadByte() >= 0)
            {
                throw new InvalidDataException("More data follow than the length that is stated.");
            }

            return values;
        }
        catch (Exception error) when (error is InvalidDataException or EndOfStreamException)
        {
            throw new DataException(path, "gzip data", $"they cannot be decompressed ({error.Message})", Damaged, error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DataException(path, "opening or reading", error.Message, "Check that the file exists and may be read.", error);
        }
    }

    private static int[] ReadHeader(string path, Stream content, int rank)
    {
        Span<byte> header = stackalloc byte[HeaderLength(rank)];
        if (content.ReadAtLeast(header, header.Length, throwOnEndOfStream: false) < header.Length)
        {
            throw new DataException(path, "header", $"the file is shorter than {header.Length} bytes.", Damaged);
        }

        uint magic = BinaryPrimitives.ReadUInt32BigEndian(header);
        if (magic != 0x0800u + (uint)rank)
        {
            throw new DataException(path, Byte(0), $"the magic number is 0x{magic:X8}, not 0x{0x0800 + rank:X8}.", Damaged);
        }

        int[] dimensions = new int[rank];
        for (int i = 0; i < rank; i++)
        {
            uint dimension = BinaryPrimitives.ReadUInt32BigEndian(header[(4 + (4 * i))..]);
            long most = i == 0 ? MostValues : MostPixelsPerSide;
            if (dimension == 0 || dimension > most)
            {
                throw new DataException(path, Byte(4 + (4 * i)), $"dimension {i} is {dimension}, not 1 to {most}.", Damaged);
            }

            dimensions[i] = (int)dimension;
        }

        return dimensions;
    }

    private static void CheckLength(string path, long declared, long held)
    {
        if (declared != held)
        {
            throw new DataException(path, "header", $"it declares {declared} values, but the file holds {held}.", Damaged);
        }

        if (declared > MostValues)
        {
            throw new DataException(path, "header", $"it declares {declared} values, more than {MostValues}.", "Use fewer images.");
        }
    }

    private static int HeaderLength(int rank) => 4 + (4 * rank);

    private static string Byte(int position) => string.Create(CultureInfo.InvariantCulture, $"byte {position}");
}
