namespace DeepCompression.Aot.Trainer.Tests.Data.Images;

/// <summary>Writes image files that nothing is lost in.</summary>
internal static class Bitmaps
{
    /// <summary>A bitmap of 24 bits a pixel: two headers, then rows from the last up, blue first, each filled to whole words.</summary>
    public static void Write(string path, int width, int height, Func<int, int, (byte Red, byte Green, byte Blue)> pixel)
    {
        int row = ((width * 3) + 3) / 4 * 4;
        var file = new byte[54 + (row * height)];
        file[0] = (byte)'B';
        file[1] = (byte)'M';
        BitConverter.GetBytes(file.Length).CopyTo(file, 2);
        BitConverter.GetBytes(54).CopyTo(file, 10);
        BitConverter.GetBytes(40).CopyTo(file, 14);
        BitConverter.GetBytes(width).CopyTo(file, 18);
        BitConverter.GetBytes(height).CopyTo(file, 22);
        BitConverter.GetBytes((short)1).CopyTo(file, 26);
        BitConverter.GetBytes((short)24).CopyTo(file, 28);
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                (byte red, byte green, byte blue) = pixel(x, y);
                int place = 54 + ((height - 1 - y) * row) + (x * 3);
                (file[place], file[place + 1], file[place + 2]) = (blue, green, red);
            }
        }

        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, file);
    }
}
