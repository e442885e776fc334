using System.Buffers.Binary;
using System.IO.Compression;

namespace DigitsSample;

/// <summary>
/// One IDX file of unsigned bytes, plain or gzip: two zero bytes, the type 8, the number of dimensions, the dimensions as
/// big-endian 32-bit numbers, then the values.
/// </summary>
internal static class IdxFile
{
    private const long MaximumValues = 1L << 28;

    /// <summary>Reads the file whose name begins so and ends in <c>-ubyte</c> or <c>-ubyte.gz</c>.</summary>
    /// <exception cref="SampleException">There is no such file, or it is not an intact IDX file with these dimensions.</exception>
    public static byte[] Read(string folder, string set, int rank, out int[] dimensions)
    {
        string path = Find(folder, set, rank);
        try
        {
            using FileStream file = File.OpenRead(path);
            using Stream content = IsGzip(file) ? new GZipStream(file, CompressionMode.Decompress) : file;
            dimensions = ReadHeader(path, content, rank);
            byte[] values = new byte[ValueCount(path, dimensions)];
            content.ReadExactly(values);
            return values;
        }
        catch (Exception e) when (e is EndOfStreamException or InvalidDataException)
        {
            throw Damaged(path, "it is cut short or its gzip data are broken");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SampleException($"'{path}' cannot be read; check its permissions");
        }
    }

    private static string Find(string folder, string set, int rank)
    {
        foreach (string name in (ReadOnlySpan<string>)[$"{set}-idx{rank}-ubyte", $"{set}.idx{rank}-ubyte"])
        {
            foreach (string suffix in (ReadOnlySpan<string>)["", ".gz"])
            {
                string path = Path.Combine(folder, name + suffix);
                if (File.Exists(path))
                {
                    return path;
                }
            }
        }

        throw new SampleException($"'{folder}' holds no file {set}-idx{rank}-ubyte or {set}-idx{rank}-ubyte.gz; name a folder of IDX files, such as MNIST's");
    }

    private static bool IsGzip(FileStream file)
    {
        bool gzip = file.ReadByte() == 0x1F && file.ReadByte() == 0x8B;
        file.Position = 0;
        return gzip;
    }

    private static int[] ReadHeader(string path, Stream content, int rank)
    {
        Span<byte> header = stackalloc byte[4 + (4 * rank)];
        content.ReadExactly(header);
        if (BinaryPrimitives.ReadInt32BigEndian(header) != 0x0800 + rank)
        {
            throw Damaged(path, $"it does not begin with the bytes 0 0 8 {rank}");
        }

        int[] dimensions = new int[rank];
        for (int i = 0; i < rank; i++)
        {
            dimensions[i] = BinaryPrimitives.ReadInt32BigEndian(header[(4 + (4 * i))..]);
        }

        return dimensions;
    }

    /// <summary>Bounded before memory is taken: a damaged header may say anything.</summary>
    private static int ValueCount(string path, int[] dimensions)
    {
        long count = 1;
        foreach (int dimension in dimensions)
        {
            if (dimension <= 0 || (count *= dimension) > MaximumValues)
            {
                throw Damaged(path, $"its dimensions are {string.Join(" × ", dimensions)}");
            }
        }

        return (int)count;
    }

    private static SampleException Damaged(string path, string reason) =>
        new($"'{path}' is not an intact IDX file: {reason}; fetch it again");
}
