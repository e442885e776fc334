using DeepCompression.Aot.Trainer.Data.Images;
using StbImageSharp;

namespace PicturesSample;

/// <summary>A decoded picture.</summary>
/// <param name="Width">In pixels.</param>
/// <param name="Height">In pixels.</param>
/// <param name="Pixels">(height, width, 3): red, green, blue.</param>
internal sealed record Picture(int Width, int Height, byte[] Pixels)
{
    /// <summary>What every pixel may take in memory before the program refuses, 3 bytes each.</summary>
    private const long MaximumPixels = 1L << 26;

    private const long MaximumFileBytes = 1L << 28;

    /// <summary>Decodes a picture file.</summary>
    /// <exception cref="SampleException">The file is missing, too large, damaged, or no picture that the decoder knows.</exception>
    public static Picture Read(string path)
    {
        byte[] file = ReadFile(path);
        try
        {
            // The header first: it is not trusted with memory.
            using var stream = new ImageStream(file);
            ImageInfo info = ImageInfo.FromStream(stream)
                ?? throw new SampleException($"'{path}' is no picture that this program can read; it knows JPEG, PNG, BMP, GIF, TGA and PSD");
            if (info.Width <= 0 || info.Height <= 0 || (long)info.Width * info.Height > MaximumPixels)
            {
                throw new SampleException($"'{path}' says that it has {info.Width}×{info.Height} pixels; this program takes 1 to {MaximumPixels}");
            }

            stream.Position = 0;
            ImageResult image = ImageResult.FromStream(stream, ColorComponents.RedGreenBlue);
            return new Picture(image.Width, image.Height, image.Data);
        }
        // The decoder throws whatever its author's C code came to.
        catch (Exception e) when (e is not SampleException)
        {
            throw new SampleException($"'{path}' is damaged: {e.Message}");
        }
    }

    private static byte[] ReadFile(string path)
    {
        try
        {
            long length = new FileInfo(path).Length;
            return length <= MaximumFileBytes
                ? File.ReadAllBytes(path)
                : throw new SampleException($"'{path}' has {length} bytes; this program reads pictures of up to {MaximumFileBytes}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SampleException($"'{path}' cannot be read: {e.Message.TrimEnd('.')}");
        }
    }
}
