using StbImageSharp;

namespace DeepCompression.Aot.Trainer.Data.Images;

/// <summary>Decodes an image file, scales it and cuts out its middle, as networks of ImageNet are tested.</summary>
internal static class ImageReader
{
    // A file of a few bytes may say that it is of any size.
    private const long MostPixels = 1L << 27;
    private const string Remedy = "Remove or replace the file.";

    /// <summary>Reads an image.</summary>
    /// <param name="file">The file.</param>
    /// <param name="shape">The size to bring it to: an image of that size stays as it is, of another its shorter side becomes 8/7 of it, and the middle is taken.</param>
    /// <param name="pixels">Receives it, (channels, height, width).</param>
    /// <exception cref="DataException">It is no image that can be decoded.</exception>
    public static void Read(string file, ImageShape shape, Span<byte> pixels)
    {
        ImageResult image = Decode(file, shape.Channels);
        int channels = shape.Channels;
        double scale = image.Width == shape.Width && image.Height == shape.Height
            ? 1
            : 7.0 / 8 * Math.Min((double)image.Width / shape.Width, (double)image.Height / shape.Height);
        var across = new Resampling(image.Width, shape.Width, scale);
        var down = new Resampling(image.Height, shape.Height, scale);
        var row = new float[image.Height];
        for (int channel = 0; channel < channels; channel++)
        {
            for (int x = 0; x < shape.Width; x++)
            {
                for (int y = 0; y < image.Height; y++)
                {
                    row[y] = across.At(x, image.Data, (y * image.Width * channels) + channel, channels);
                }

                for (int y = 0; y < shape.Height; y++)
                {
                    pixels[(((channel * shape.Height) + y) * shape.Width) + x] = (byte)Math.Clamp(MathF.Round(down.At(y, row)), 0, byte.MaxValue);
                }
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
