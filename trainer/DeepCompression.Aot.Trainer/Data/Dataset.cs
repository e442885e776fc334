using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using System.Security.Cryptography;
using DeepCompression.Aot.Format;
using DeepCompression.Aot.Runtime;

namespace DeepCompression.Aot.Trainer.Data;

/// <summary>
/// Samples, mostly images, with or without labels. As raw bytes <c>Pixels</c> is (count, channels, height, width), contiguous, and
/// is normalised on the way into a network; other numbers are a network's inputs as they are. <c>Labels</c> is (count), or empty.
/// Immutable as long as the caller leaves the memory it handed over alone; safe to read from several threads.
/// </summary>
public sealed class Dataset
{
    private readonly ReadOnlyMemory<byte> _pixels;
    private readonly ReadOnlyMemory<float> _numbers;
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
        : this(name, shape, pixels, default, labels, classNames)
    {
        RequireLength(pixels.Length, labels.Length, nameof(pixels));
    }

    /// <summary>Wraps samples that need no normalisation, without copying them.</summary>
    /// <param name="name">Where the samples come from.</param>
    /// <param name="shape">The shape of each.</param>
    /// <param name="numbers">The network's inputs, (count, channels, height, width).</param>
    /// <param name="labels">The class of each sample.</param>
    /// <param name="classNames">One name per class, 1 to 256 of them.</param>
    /// <exception cref="ArgumentException">A length does not fit the others, or a label names no class.</exception>
    internal Dataset(
        string name, ImageShape shape, ReadOnlyMemory<float> numbers, ReadOnlyMemory<byte> labels, IReadOnlyList<string> classNames)
        : this(name, shape, default, numbers, labels, classNames)
    {
        RequireLength(numbers.Length, labels.Length, nameof(numbers));
    }

    private Dataset(
        string name,
        ImageShape shape,
        ReadOnlyMemory<byte> pixels,
        ReadOnlyMemory<float> numbers,
        ReadOnlyMemory<byte> labels,
        IReadOnlyList<string> classNames)
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
        int stray = IndexOfStrayLabel(labels.Span, classNames.Count);
        if (stray >= 0)
        {
            throw new ArgumentException($"Label {stray} is {labels.Span[stray]}, with {classNames.Count} classes.", nameof(labels));
        }

        Name = name;
        Shape = shape;
        ClassNames = [.. classNames];
        Count = (pixels.Length + numbers.Length) / shape.Length;
        _pixels = pixels;
        _numbers = numbers;
        _labels = labels;
    }

    /// <summary>Samples without labels, which calibrate but can neither train nor measure an error.</summary>
    internal static Dataset Unlabelled(string name, ImageShape shape, ReadOnlyMemory<byte> pixels, ReadOnlyMemory<float> numbers) =>
        (pixels.Length + numbers.Length) % shape.Length == 0
            ? new(name, shape, pixels, numbers, default, ["0"])
            : throw new ArgumentException($"{pixels.Length + numbers.Length} values are not whole samples of {shape}.", nameof(shape));

    /// <summary>Where the images come from.</summary>
    public string Name { get; }

    /// <summary>The shape of each image.</summary>
    public ImageShape Shape { get; }

    /// <summary>The number of images.</summary>
    public int Count { get; }

    /// <summary>Whether the class of each image is known.</summary>
    public bool HasLabels => _labels.Length == Count;

    /// <summary>Whether the values are raw bytes, which are normalised; others are a network's inputs as they are.</summary>
    public bool HasBytes => _numbers.IsEmpty;

    /// <summary>The number of classes; every label is below it.</summary>
    public int ClassCount => ClassNames.Count;

    /// <summary>The name of each class, by label.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>How raw values become network inputs.</summary>
    public PixelNormalisation Normalisation { get; init; } = PixelNormalisation.UnitRange;

    /// <summary>The same by channel, where each has its own; else null.</summary>
    internal InputNormalisation? ChannelNormalisation { get; init; }

    /// <summary>All raw values, (count, channels, height, width).</summary>
    /// <exception cref="InvalidOperationException">The samples are no bytes.</exception>
    public ReadOnlySpan<byte> Pixels => HasBytes ? _pixels.Span : throw new InvalidOperationException($"The samples of '{Name}' are no bytes.");

    /// <summary>The class of each image.</summary>
    public ReadOnlySpan<byte> Labels => _labels.Span;

    /// <summary>The raw values of one image, (channels, height, width).</summary>
    public ReadOnlySpan<byte> Image(int index)
    {
        // Checked here because index * length may wrap to a valid offset.
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
        return Pixels.Slice(index * Shape.Length, Shape.Length);
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
        if (HasBytes && ChannelNormalisation is null)
        {
            Normalisation.Apply(_pixels.Span.Slice(first * Shape.Length, inputs.Length), inputs);
            return;
        }

        for (int i = 0; i < count; i++)
        {
            CopyInput(first + i, inputs.Slice(i * Shape.Length, Shape.Length));
        }
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
            if (i + 1 < indices.Length && HasBytes)
            {
                Prefetch(Image(indices[i + 1]));
            }

            CopyInput(indices[i], inputs.Slice(i * Shape.Length, Shape.Length));
        }
    }

    private void CopyInput(int index, Span<float> input)
    {
        if (!HasBytes)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(index);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
            _numbers.Span.Slice(index * Shape.Length, Shape.Length).CopyTo(input);
        }
        else if (ChannelNormalisation is { } channels)
        {
            Normalization.Apply(
                Image(index), input, channels.Scales.AsSpan(), channels.Offsets.AsSpan(), channels.Layout == InputLayout.ChannelsLast);
        }
        else
        {
            Normalisation.Apply(Image(index), input);
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
            Name,
            Shape,
            HasBytes ? _pixels.Slice(first * Shape.Length, count * Shape.Length) : default,
            HasBytes ? default : _numbers.Slice(first * Shape.Length, count * Shape.Length),
            HasLabels ? _labels.Slice(first, count) : default,
            ClassNames)
        {
            Normalisation = Normalisation,
            ChannelNormalisation = ChannelNormalisation,
        };
    }

    /// <summary>At most so many of the images, from all over the set, which may be sorted by class.</summary>
    internal Dataset Thinned(int most)
    {
        int count = Math.Min(most, Count);
        int[] places = [.. Enumerable.Range(0, count).Select(i => (int)((long)i * Count / count))];
        return new Dataset(
            Name,
            Shape,
            HasBytes ? Pick(_pixels, places, Shape.Length) : default,
            HasBytes ? default : Pick(_numbers, places, Shape.Length),
            HasLabels ? Pick(_labels, places, 1) : default,
            ClassNames)
        {
            Normalisation = Normalisation,
            ChannelNormalisation = ChannelNormalisation,
        };
    }

    /// <summary>The same images for a network that was trained with another normalisation; nothing is copied.</summary>
    public Dataset Normalised(PixelNormalisation normalisation) =>
        new(Name, Shape, _pixels, _numbers, _labels, ClassNames) { Normalisation = normalisation };

    /// <summary>The same images for a network that expects this of its input; nothing is copied.</summary>
    internal Dataset Normalised(InputNormalisation input) =>
        new(Name, Shape, _pixels, _numbers, _labels, ClassNames)
        {
            Normalisation = new PixelNormalisation(input.Scales[0], input.Offsets[0]),
            ChannelNormalisation = input.Scales.Length > 1 ? input : null,
        };

    /// <summary>Adds everything that decides what the samples are to a hash, but their name.</summary>
    internal void AppendTo(IncrementalHash hash)
    {
        hash.AppendData(_pixels.Span);
        hash.AppendData(MemoryMarshal.AsBytes(_numbers.Span));
        hash.AppendData(_labels.Span);
    }

    private static ReadOnlyMemory<T> Pick<T>(ReadOnlyMemory<T> values, int[] places, int length)
    {
        var picked = new T[places.Length * length];
        for (int i = 0; i < places.Length; i++)
        {
            values.Span.Slice(places[i] * length, length).CopyTo(picked.AsSpan(i * length));
        }

        return picked;
    }

    private void RequireLength(int length, int count, string argument)
    {
        if (length != (long)count * Shape.Length)
        {
            throw new ArgumentException($"{count} images of {Shape} have {(long)count * Shape.Length} values, not {length}.", argument);
        }
    }

    /// <summary>The index of the first label that names no class, or -1.</summary>
    internal static int IndexOfStrayLabel(ReadOnlySpan<byte> labels, int classCount) =>
        classCount > byte.MaxValue ? -1 : labels.IndexOfAnyInRange((byte)classCount, byte.MaxValue);
}
