using System.Buffers.Binary;
using System.IO.Compression;
using DeepCompression.Aot.Tests;
using DeepCompression.Aot.Trainer.Pages;
using FsCheck.Fluent;

namespace DeepCompression.Aot.Trainer.Tests.Pages;

public sealed class PngWriterTests
{
    [Fact]
    public void Any_picture_is_read_back_by_the_frameworks_decompressor() => Prop.ForAll(
        Gen.Choose(1, 40).ToArbitrary(), Gen.Choose(1, 30).ToArbitrary(), Gen.Choose(0, int.MaxValue).ToArbitrary(), (width, height, seed) =>
        {
            var random = new Random(seed);
            byte[] greys = [.. Enumerable.Range(0, width * height).Select(_ => random.Next(3) == 0 ? (byte)random.Next(16) : PngWriter.White)];
            return Read(PngWriter.Write(width, height, greys)).SequenceEqual(greys);
        }).Require();

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(258)]
    [InlineData(259)]
    [InlineData(261)]
    [InlineData(5000)]
    public void Runs_of_any_length_are_read_back(int rows)
    {
        byte[] greys = [.. Enumerable.Repeat((byte)0, 2 * rows)];
        Assert.Equal(greys, Read(PngWriter.Write(2 * rows, 1, greys)));
    }

    /// <summary>The greys of a file of one data chunk, its checksums verified.</summary>
    private static byte[] Read(byte[] file)
    {
        int width = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(16));
        int height = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(20));
        var content = new MemoryStream();
        for (int at = 8; at < file.Length;)
        {
            int length = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(at));
            ReadOnlySpan<byte> body = file.AsSpan(at + 4, 4 + length);
            Assert.Equal(Crc32(body), BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(at + 8 + length)));
            if (body[..4].SequenceEqual("IDAT"u8))
            {
                content.Write(body[4..]);
            }

            at += 12 + length;
        }

        content.Position = 0;
        using var lines = new MemoryStream();
        using (var decompressor = new ZLibStream(content, CompressionMode.Decompress))
        {
            decompressor.CopyTo(lines);
        }

        byte[] bytes = lines.ToArray();
        int stride = 1 + ((width + 1) / 2);
        Assert.Equal(height * stride, bytes.Length);
        return [.. from y in Enumerable.Range(0, height)
                   from x in Enumerable.Range(0, width)
                   let pair = bytes[(y * stride) + 1 + (x / 2)]
                   select (byte)(x % 2 == 0 ? pair >> 4 : pair & 15)];
    }

    /// <summary>The checksum bit by bit, from its definition.</summary>
    private static uint Crc32(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in bytes)
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ ((crc & 1) * 0xEDB88320);
            }
        }

        return ~crc;
    }
}
