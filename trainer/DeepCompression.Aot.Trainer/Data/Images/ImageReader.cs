using System.Buffers;
using StbImageSharp;

namespace DeepCompression.Aot.Trainer.Data.Images;

/// <summary>Decodes an image file, scales it and cuts out a part, as networks of ImageNet are trained and tested.</summary>
internal static class ImageReader
{
    // A file of a few bytes may say that it is of any size.
    private const long MostPixels = 1L << 27;
    private const string Remedy = "Remove or replace the file.";

    // The shorter side of a scaled image is this many times what is taken of it: 256 pixels for 224.
    private const double Margin = 8.0 / 7;

    /// <summary>Reads an image.</summary>
    /// <param name="file">The file.</param>
    /// <param name="shape">The size to bring it to: an image of that size stays as it is, of another its shorter side becomes 8/7 of it, and a part is taken.</param>
    /// <param name="view">Which part.</param>
    /// <param name="pixels">Receives it, (channels, height, width).</param>
    /// <exception cref="DataException">It is no image that can be decoded.</exception>
    public static void Read(string file, ImageShape shape, ImageView view, Span<byte> pixels)
    {
        ImageResult image = Decode(file, shape.Channels);
        double scale = image.Width == shape.Width && image.Height == shape.Height
            ? 1
            : Math.Min((double)image.Width / shape.Width, (double)image.Height / shape.Height) / Margin;
        var across = new Resampling(image.Width, shape.Width, scale, view.Across);
        var down = new Resampling(image.Height, shape.Height, scale, view.Down);
        int length = shape.Width * shape.Channels;
        float[] rows = ArrayPool<float>.Shared.Rent((down.End - down.First) * length);
        float[] row = ArrayPool<float>.Shared.Rent(length);
        for (int y = down.First; y < down.End; y++)
        {
            across.Scale(image.Data.AsSpan(y * image.Width * shape.Channels), shape.Channels, rows.AsSpan((y - down.First) * length, length));
        }

        for (int y = 0; y < shape.Height; y++)
        {
            down.Mix(y, rows, row.AsSpan(0, length));
            Write(row.AsSpan(0, length), shape, y, view.IsFlipped, pixels);
        }

        ArrayPool<float>.Shared.Return(rows);
        ArrayPool<float>.Shared.Return(row);
    }

    /// <summary>Rounds a row of (width, channels) into the planes of an image.</summary>
    private static void Write(ReadOnlySpan<float> row, ImageShape shape, int y, bool isFlipped, Span<byte> pixels)
    {
        for (int channel = 0; channel < shape.Channels; channel++)
        {
            Span<byte> line = pixels.Slice(((channel * shape.Height) + y) * shape.Width, shape.Width);
            for (int x = 0; x < line.Length; x++)
            {
                line[isFlipped ? line.Length - 1 - x : x] = (byte)Math.Clamp(MathF.Round(row[(x * shape.Channels) + channel]), 0, byte.MaxValue);
            }
        }
    }

    private static ImageResult Decode(string file, int channels)
    {
        try
        {
            using var stream = new ImageStream(File.ReadAllBytes(file));
            ImageInfo info = ImageInfo.FromStream(stream) ?? throw new InvalidDataException("it is of no kind that is read");
            if (info.Width < 1 || info.Height < 1 || (long)info.Width * info.Height > MostPixels)
            {
                throw new InvalidDataException($"it is said to have {info.Width} × {info.Height} pixels, and {MostPixels} are the most");
            }

            stream.Position = 0;
            return ImageResult.FromStream(stream, channels == 1 ? ColorComponents.Grey : ColorComponents.RedGreenBlue);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            // The decoder says that a file is damaged by whatever goes wrong first.
            throw new DataException(file, "image", $"it cannot be decoded ({error.Message}).", Remedy, error);
        }
    }
}
