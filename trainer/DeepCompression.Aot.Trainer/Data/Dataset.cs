using System.Runtime.Intrinsics.X86;

namespace DeepCompression.Aot.Trainer.Data;

/// <summary>
/// Labelled images as raw bytes: <c>Pixels</c> is (count, channels, height, width), contiguous;
/// <c>Labels</c> is (count). Immutable as long as the caller leaves the memory it handed over alone;
/// safe to read from several threads.
/// </summary>
public sealed class Dataset
{
    private readonly ReadOnlyMemory<byte> _pixels;
    private readonly ReadOnlyMemory<byte> _labels;

    /// <summary>Wraps images and labels without copying them.</summary>
    /// <param name="name">Where the images come from, for the artifact's provenance: "MNIST", "drawn digits", a folder's name.</param>
    /// <param name="shape">The shape of each image.</param>
    /// <param name="pixels">The raw values, (count, channels, height, width).</param>
    /// <param name="labels">The class of each image.</param>
    /// <param name="classNames">One name per class, 1 to 256 of them.</param>
    /// <exception cref="ArgumentException">A length does not fit the others, or a label names no class.</exception>
    public Dataset(
        string name, ImageShape shape, ReadOnlyMemory<byte> pixels, ReadOnlyMemory<byte> labels, IReadOnlyList<string> classNames)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(classNames);
        ArgumentOutOfRangeException.ThrowIfLessThan(shape.Channels, 1, nameof(shape));
        ArgumentOutOfRangeException.ThrowIfLessThan(shape.Height, 1, nameof(shape));
        ArgumentOutOfRangeException.ThrowIfLessThan(shape.Width, 1, nameof(shape));
        ArgumentOutOfRangeException.ThrowIfZero(classNames.Count, nameof(classNames));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(classNames.Count, byte.MaxValue + 1, nameof(classNames));
        Int128 imageLength = (Int128)shape.Channels * shape.Height * shape.Width;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(imageLength, Array.MaxLength, nameof(shape));
        long length = labels.Length * (long)imageLength;
        if (pixels.Length != length)
        {
            throw new ArgumentException($"{labels.Length} images of {shape} have {length} values, not {pixels.Length}.", nameof(pixels));
        }

        int stray = IndexOfStrayLabel(labels.Span, classNames.Count);
        if (stray >= 0)
        {
            throw new ArgumentException($"Label {stray} is {labels.Span[stray]}, with {classNames.Count} classes.", nameof(labels));
        }

        Name = name;
        Shape = shape;
        ClassNames = [.. classNames];
        _pixels = pixels;
        _labels = labels;
    }

    /// <summary>Where the images come from.</summary>
    public string Name { get; }

    /// <summary>The shape of each image.</summary>
    public ImageShape Shape { get; }

    /// <summary>The number of images.</summary>
    public int Count => _labels.Length;

    /// <summary>The number of classes; every label is below it.</summary>
    public int ClassCount => ClassNames.Count;

    /// <summary>The name of each class, by label.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>How raw values become network inputs.</summary>
    public PixelNormalisation Normalisation { get; init; } = PixelNormalisation.UnitRange;

    /// <summary>All raw values, (count, channels, height, width).</summary>
    public ReadOnlySpan<byte> Pixels => _pixels.Span;

    /// <summary>The class of each image.</summary>
    public ReadOnlySpan<byte> Labels => _labels.Span;

    /// <summary>The raw values of one image, (channels, height, width).</summary>
    public ReadOnlySpan<byte> Image(int index)
    {
        // Checked here because index * length may wrap to a valid offset.
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
        return _pixels.Span.Slice(index * Shape.Length, Shape.Length);
    }

    /// <summary>Normalises the images from <paramref name="first"/> on into <paramref name="inputs"/>, (batch, channels, height, width).</summary>
    /// <param name="first">The first image.</param>
    /// <param name="inputs">As many whole images as there are to copy.</param>
    /// <exception cref="ArgumentException"><paramref name="inputs"/> is not whole images, or more than are left.</exception>
    public void CopyInputs(int first, Span<float> inputs)
    {
        int count = inputs.Length / Shape.Length;
        if (count * Shape.Length != inputs.Length)
        {
            throw new ArgumentException($"{inputs.Length} inputs are not whole images of {Shape}.", nameof(inputs));
        }

        ArgumentOutOfRangeException.ThrowIfNegative(first);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(first, Count - count);
        Normalisation.Apply(_pixels.Span.Slice(first * Shape.Length, inputs.Length), inputs);
    }

    /// <summary>Normalises the named images, in that order, into <paramref name="inputs"/>, (indices.Length, channels, height, width).</summary>
    /// <exception cref="ArgumentException">An index names no image, or <paramref name="inputs"/> has another length.</exception>
    public void CopyInputs(ReadOnlySpan<int> indices, Span<float> inputs)
    {
        if ((long)indices.Length * Shape.Length != inputs.Length)
        {
            throw new ArgumentException($"{inputs.Length} inputs for {indices.Length} images of {Shape}.", nameof(inputs));
        }

        for (int i = 0; i < indices.Length; i++)
        {
            if (i + 1 < indices.Length)
            {
                Prefetch(Image(indices[i + 1]));
            }

            Normalisation.Apply(Image(indices[i]), inputs.Slice(i * Shape.Length, Shape.Length));
        }
    }

    /// <summary>Starts to fetch an image: in a random order processors do not foresee it, and waiting would take longer than normalising.</summary>
    private static unsafe void Prefetch(ReadOnlySpan<byte> image)
    {
        const int CacheLine = 64;
        if (!Sse.IsSupported)
        {
            return;
        }

        fixed (byte* start = image)
        {
            for (int i = 0; i < image.Length; i += CacheLine)
            {
                Sse.Prefetch0(start + i);
            }
        }
    }

    /// <summary>Copies the labels of the named images, in that order.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public void CopyLabels(ReadOnlySpan<int> indices, Span<byte> labels)
    {
        if (indices.Length != labels.Length)
        {
            throw new ArgumentException($"{labels.Length} labels for {indices.Length} images.", nameof(labels));
        }

        ReadOnlySpan<byte> all = Labels;
        for (int i = 0; i < indices.Length; i++)
        {
            labels[i] = all[indices[i]];
        }
    }

    /// <summary>A view of <paramref name="count"/> images from <paramref name="first"/> on; nothing is copied.</summary>
    public Dataset Slice(int first, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Count);
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(first, Count - count);
        return new Dataset(
            Name, Shape, _pixels.Slice(first * Shape.Length, count * Shape.Length), _labels.Slice(first, count), ClassNames)
        {
            Normalisation = Normalisation,
        };
    }

    /// <summary>The same images for a network that was trained with another normalisation; nothing is copied.</summary>
    public Dataset Normalised(PixelNormalisation normalisation) =>
        new(Name, Shape, _pixels, _labels, ClassNames) { Normalisation = normalisation };

    /// <summary>The index of the first label that names no class, or -1.</summary>
    internal static int IndexOfStrayLabel(ReadOnlySpan<byte> labels, int classCount) =>
        classCount > byte.MaxValue ? -1 : labels.IndexOfAnyInRange((byte)classCount, byte.MaxValue);
}
