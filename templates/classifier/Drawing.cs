namespace Classifier;

/// <summary>Images as text: '#' is ink, '+' and '.' are its edges, anything else is paper.</summary>
internal static class Drawing
{
    private const int Size = 28;

    /// <summary>Reads a drawing and puts it into the middle of an image, as the network's training images were.</summary>
    /// <param name="file">A text file of at most 28 lines of 28 characters.</param>
    /// <returns>784 pixels from 0, paper, to 255, ink.</returns>
    public static byte[] Read(string file)
    {
        string[] lines = [.. File.ReadLines(file).SkipWhile(string.IsNullOrWhiteSpace).Select(line => line.TrimEnd())];
        int height = Array.FindLastIndex(lines, line => line.Length > 0) + 1;
        int left = lines.Where(line => line.Length > 0).Select(line => line.Length - line.TrimStart().Length).DefaultIfEmpty(0).Min();
        int width = lines.Select(line => line.Length).DefaultIfEmpty(0).Max() - left;
        if (height > Size || width > Size)
        {
            throw new InvalidDataException($"{file}: the drawing has {height} lines of {width} characters; {Size} of {Size} fit");
        }

        var pixels = new byte[Size * Size];
        for (int y = 0; y < height; y++)
        {
            for (int x = left; x < lines[y].Length; x++)
            {
                pixels[(((Size - height) / 2 + y) * Size) + ((Size - width) / 2) + x - left] = Ink(lines[y][x]);
            }
        }

        return pixels;
    }

    private static byte Ink(char character) => character switch
    {
        '#' => 255,
        '+' => 160,
        '.' => 64,
        _ => 0,
    };
}
