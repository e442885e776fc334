using System.Buffers.Binary;

namespace DeepCompression.Aot.Tests.Samples.Pictures;

/// <summary>Puts BMP files together: 24 bits, rows from below.</summary>
internal static class PictureBytes
{
    private const int HeaderLength = 54;

    /// <summary>A picture of pixels, (height, width, 3): red, green, blue.</summary>
    public static byte[] Bmp(int width, int height, ReadOnlySpan<byte> pixels)
    {
        int rowLength = ((width * 3) + 3) / 4 * 4;
        byte[] file = new byte[HeaderLength + (rowLength * height)];
        "BM"u8.CopyTo(file);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(2), file.Length);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(10), HeaderLength);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(14), 40);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(18), width);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(22), height);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(26), 1);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(28), 24);
        for (int i = 0; i < width * height * 3; i++)
        {
            (int row, int place) = Math.DivRem(i, width * 3);
            int mirrored = place - (place % 3) + 2 - (place % 3);
            file[HeaderLength + ((height - 1 - row) * rowLength) + mirrored] = pixels[i];
        }

        return file;
    }
}
