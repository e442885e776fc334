namespace DeepCompression.Aot.Trainer.Data;

/// <summary>
/// More training images from those there are: each is also shown turned, scaled, slanted and shifted a little, as a hand might have
/// written it. The network that is shipped costs nothing more for it.
/// </summary>
/// <param name="Copies">Distorted copies of each image.</param>
/// <param name="Originals">How often the image itself is among them, so that what is real keeps its weight.</param>
internal sealed record Augmentation(int Copies, int Originals)
{
    /// <summary>The most that a copy is turned either way, as the tangent of half the angle: 10°.</summary>
    private const float MostTurn = 0.0874887f;

    private const float MostScale = 0.1f;
    private const float MostSlant = 0.15f;

    /// <summary>In pixels of an image 28 wide; larger images shift as far in proportion.</summary>
    private const float MostShift = 1.6f / 28;

    /// <summary>Two originals and three copies, which measured best on MNIST at equal training time.</summary>
    public static Augmentation Default { get; } = new(Copies: 3, Originals: 2);

    public int Copies { get; } = Copies >= 0
        ? Copies
        : throw new ArgumentOutOfRangeException(nameof(Copies), Copies, "There cannot be fewer than no copies.");

    public int Originals { get; } = Originals >= 1
        ? Originals
        : throw new ArgumentOutOfRangeException(nameof(Originals), Originals, "An image is itself among its copies.");

    /// <summary>The images and their copies; an image is at places i, i + n, i + 2n … of n.</summary>
    /// <param name="images">The n images.</param>
    /// <param name="seed">Equal seeds give equal copies, whatever the machine and the number of its processors.</param>
    /// <param name="cancellation">Asked between images.</param>
    /// <exception cref="DataException">The images are not in memory.</exception>
    public Dataset Expand(Dataset images, int seed, CancellationToken cancellation = default)
    {
        if (!images.IsInMemory)
        {
            throw new DataException(
                images.Name, "images", "they stay in their files, since they vary or are too many, but copies are made in memory.", "Train without --copies: --copies 0.");
        }

        int versions = Originals + Copies;
        long length = (long)images.Pixels.Length * versions;
        if (length > Array.MaxLength)
        {
            throw new ArgumentException(
                $"{versions} versions of the {images.Count} images of {images.Name} do not fit into memory at once: train without augmentation.", nameof(images));
        }

        var pixels = new byte[length];
        var labels = new int[images.Count * versions];
        for (int version = 0; version < versions; version++)
        {
            images.Labels.CopyTo(labels.AsSpan(version * images.Count));
        }

        for (int version = 0; version < Originals; version++)
        {
            images.Pixels.CopyTo(pixels.AsSpan(version * images.Pixels.Length));
        }

        var options = new ParallelOptions { CancellationToken = cancellation };
        Parallel.For(0, images.Count * Copies, options, copy =>
        {
            int place = (images.Count * Originals) + copy;
            SplitMix64 random = SplitMix64.For((ulong)seed, (ulong)copy);
            Distort(images.Image(copy % images.Count), images.Shape, ref random, pixels.AsSpan(place * images.Shape.Length, images.Shape.Length));
        });
        return new Dataset(images.Name, images.Shape, pixels, labels, images.ClassNames) { Normalisation = images.Normalisation };
    }

    /// <summary>One copy of an image. Only arithmetic that IEEE 754 rounds exactly, so that every machine makes the same.</summary>
    private static void Distort(ReadOnlySpan<byte> image, ImageShape shape, ref SplitMix64 random, Span<byte> copy)
    {
        float half = random.Between(-MostTurn, MostTurn);
        float cosine = (1 - (half * half)) / (1 + (half * half));
        float sine = 2 * half / (1 + (half * half));
        float width = 1 + random.Between(-MostScale, MostScale);
        float height = 1 + random.Between(-MostScale, MostScale);
        float slant = random.Between(-MostSlant, MostSlant);
        float centreX = (shape.Width - 1) / 2f;
        float centreY = (shape.Height - 1) / 2f;
        float left = centreX + (random.Between(-MostShift, MostShift) * shape.Width);
        float top = centreY + (random.Between(-MostShift, MostShift) * shape.Height);
        int plane = shape.Height * shape.Width;
        for (int i = 0; i < plane; i++)
        {
            float x = (i % shape.Width) - centreX;
            float y = (i / shape.Width) - centreY;
            float sourceX = left + (width * ((cosine * x) - (sine * y))) + (slant * y);
            float sourceY = top + (height * ((sine * x) + (cosine * y)));
            for (int channel = 0; channel < shape.Channels; channel++)
            {
                copy[(channel * plane) + i] = Sample(image.Slice(channel * plane, plane), shape, sourceX, sourceY);
            }
        }
    }

    /// <summary>The value between four pixels; outside the image all is 0.</summary>
    private static byte Sample(ReadOnlySpan<byte> plane, ImageShape shape, float x, float y)
    {
        int column = (int)MathF.Floor(x);
        int row = (int)MathF.Floor(y);
        float right = x - column;
        float below = y - row;
        float upper = (Pixel(plane, shape, row, column) * (1 - right)) + (Pixel(plane, shape, row, column + 1) * right);
        float lower = (Pixel(plane, shape, row + 1, column) * (1 - right)) + (Pixel(plane, shape, row + 1, column + 1) * right);
        return (byte)((upper * (1 - below)) + (lower * below) + 0.5f);
    }

    private static byte Pixel(ReadOnlySpan<byte> plane, ImageShape shape, int row, int column) =>
        (uint)row < (uint)shape.Height && (uint)column < (uint)shape.Width ? plane[(row * shape.Width) + column] : (byte)0;
}
