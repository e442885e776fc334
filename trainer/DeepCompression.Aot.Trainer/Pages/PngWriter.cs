using System.Buffers.Binary;
using System.Text;
using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Trainer.Pages;

/// <summary>
/// Writes pictures of sixteen greys as PNG. It compresses by itself, with DEFLATE's fixed codes and runs of equal bytes: what the
/// framework's compressor writes depends on its version and on the processor, and a page must be the same everywhere.
/// </summary>
internal static class PngWriter
{
    /// <summary>The lightest grey; 0 is black.</summary>
    public const byte White = 15;

    private const int LongestRun = 258;
    private const int ShortestRun = 3;

    private static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>The first length and the extra bits of DEFLATE's length symbols from 257 on (RFC 1951, 3.2.5).</summary>
    private static (int Least, int ExtraBits)[] RunSymbols { get; } =
        [.. Enumerable.Range(0, 28).Select(i => i < 8 ? (i + 3, 0) : (((4 + (i % 4)) << ((i / 4) - 1)) + 3, (i / 4) - 1)), (LongestRun, 0)];

    /// <summary>The picture's file.</summary>
    /// <param name="width">Pixels across.</param>
    /// <param name="height">Pixels down.</param>
    /// <param name="greys">The grey of each pixel, from 0 to <see cref="White"/>, row by row.</param>
    public static byte[] Write(int width, int height, ReadOnlySpan<byte> greys)
    {
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        header[8] = 4; // bits per pixel; colour type 0 is grey, and so are the compression, filter and interlace methods
        using var file = new MemoryStream();
        file.Write(Signature);
        WriteChunk(file, "IHDR", header);
        WriteChunk(file, "IDAT", Compress(Scanlines(width, height, greys)));
        WriteChunk(file, "IEND", []);
        return file.ToArray();
    }

    /// <summary>Two pixels a byte, and before each row the filter "none".</summary>
    private static byte[] Scanlines(int width, int height, ReadOnlySpan<byte> greys)
    {
        int stride = 1 + ((width + 1) / 2);
        var lines = new byte[height * stride];
        for (int i = 0; i < width * height; i++)
        {
            (int y, int x) = Math.DivRem(i, width);
            lines[(y * stride) + 1 + (x / 2)] |= (byte)(greys[i] << (x % 2 == 0 ? 4 : 0));
        }

        return lines;
    }

    private static void WriteChunk(MemoryStream file, string type, ReadOnlySpan<byte> content)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, content.Length);
        file.Write(number);
        byte[] body = [.. Encoding.ASCII.GetBytes(type), .. content];
        file.Write(body);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc32.Compute(body));
        file.Write(number);
    }

    /// <summary>A zlib stream of one block with fixed codes.</summary>
    private static byte[] Compress(ReadOnlySpan<byte> content)
    {
        var bits = new LowBitWriter();
        bits.Write(0x0178, 16); // DEFLATE, a window of 32 KiB, the fastest level
        bits.Write(1, 1);
        bits.Write(1, 2);
        int next = 0;
        while (next < content.Length)
        {
            byte value = content[next];
            WriteSymbol(bits, value);
            int run = content[(next + 1)..].IndexOfAnyExcept(value);
            run = run < 0 ? content.Length - next - 1 : run;
            next += 1 + run;
            WriteRun(bits, value, run);
        }

        WriteSymbol(bits, 256);
        bits.Align();
        uint sum = Adler32(content);
        for (int shift = 24; shift >= 0; shift -= 8)
        {
            bits.Write((sum >> shift) & 0xFF, 8);
        }

        return bits.ToArray();
    }

    /// <summary>Repeats of the byte before: matches at distance one, and literals where too few are left for a match.</summary>
    private static void WriteRun(LowBitWriter bits, byte value, int run)
    {
        while (run >= ShortestRun)
        {
            int length = Math.Min(run, LongestRun);
            int symbol = Array.FindLastIndex(RunSymbols, candidate => candidate.Least <= length);
            WriteSymbol(bits, 257 + symbol);
            bits.Write((uint)(length - RunSymbols[symbol].Least), RunSymbols[symbol].ExtraBits);
            bits.Write(0, 5);
            run -= length;
        }

        for (; run > 0; run--)
        {
            WriteSymbol(bits, value);
        }
    }

    /// <summary>A symbol in the fixed code (RFC 1951, 3.2.6).</summary>
    private static void WriteSymbol(LowBitWriter bits, int symbol)
    {
        (int code, int length) = symbol switch
        {
            < 144 => (0x30 + symbol, 8),
            < 256 => (0x190 + symbol - 144, 9),
            < 280 => (symbol - 256, 7),
            _ => (0xC0 + symbol - 280, 8),
        };
        for (int bit = length - 1; bit >= 0; bit--)
        {
            bits.Write((uint)(code >> bit) & 1, 1);
        }
    }

    private static uint Adler32(ReadOnlySpan<byte> content)
    {
        const uint Modulus = 65521;
        uint first = 1;
        uint second = 0;
        foreach (byte value in content)
        {
            first = (first + value) % Modulus;
            second = (second + first) % Modulus;
        }

        return (second << 16) | first;
    }
}
