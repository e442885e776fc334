using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using System.Security.Cryptography;
using System.Text;
using DeepCompression.Aot.Format;
using DeepCompression.Aot.Runtime;
using DeepCompression.Aot.Trainer.Data.Images;

namespace DeepCompression.Aot.Trainer.Data;

/// <summary>
/// Samples, mostly images, with or without labels. Raw bytes are (count, channels, height, width) and are normalised on the way into a
/// network; other numbers are a network's inputs as they are. <c>Labels</c> is (count), or empty. Images of files may be decoded only when
/// they are asked for: then nothing but their names is in memory.
/// Immutable as long as the caller leaves the memory it handed over alone; safe to read from several threads.
/// </summary>
public sealed class Dataset
{
    /// <summary>The most classes: several times those of the largest set of images that is in use.</summary>
    internal const int MostClasses = 1 << 16;

    private const long MostHeldBytes = 512L << 20;

    private readonly SampleStore _samples;
    private readonly ReadOnlyMemory<int> _labels;

    /// <summary>Wraps images and labels without copying them.</summary>
    /// <param name="name">Where the images come from, for the artifact's provenance: "MNIST", "drawn digits", a folder's name.</param>
    /// <param name="shape">The shape of each image.</param>
    /// <param name="pixels">The raw values, (count, channels, height, width).</param>
    /// <param name="labels">The class of each image.</param>
    /// <param name="classNames">One name per class, 1 to 65,536 of them.</param>
    /// <exception cref="ArgumentException">A length does not fit the others, or a label names no class.</exception>
    public Dataset(
        string name, ImageShape shape, ReadOnlyMemory<byte> pixels, ReadOnlyMemory<int> labels, IReadOnlyList<string> classNames)
        : this(name, shape, new ByteStore(pixels, RequireLength(shape)), labels, classNames)
    {
        RequireLength(pixels.Length, labels.Length, nameof(pixels));
    }

    /// <summary>Wraps samples that need no normalisation, without copying them.</summary>
    /// <param name="name">Where the samples come from.</param>
    /// <param name="shape">The shape of each.</param>
    /// <param name="numbers">The network's inputs, (count, channels, height, width).</param>
    /// <param name="labels">The class of each sample.</param>
    /// <param name="classNames">One name per class, 1 to 65,536 of them.</param>
    /// <exception cref="ArgumentException">A length does not fit the others, or a label names no class.</exception>
    internal Dataset(
        string name, ImageShape shape, ReadOnlyMemory<float> numbers, ReadOnlyMemory<int> labels, IReadOnlyList<string> classNames)
        : this(name, shape, new NumberStore(numbers, RequireLength(shape)), labels, classNames)
    {
        RequireLength(numbers.Length, labels.Length, nameof(numbers));
    }

    /// <summary>Wraps samples wherever they are.</summary>
    /// <param name="name">Where the samples come from.</param>
    /// <param name="shape">The shape of each.</param>
    /// <param name="samples">The samples.</param>
    /// <param name="labels">The class of each, or nothing.</param>
    /// <param name="classNames">One name per class, 1 to 65,536 of them.</param>
    /// <exception cref="ArgumentException">A label names no class.</exception>
    internal Dataset(string name, ImageShape shape, SampleStore samples, ReadOnlyMemory<int> labels, IReadOnlyList<string> classNames)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(classNames);
        ArgumentOutOfRangeException.ThrowIfZero(classNames.Count, nameof(classNames));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(classNames.Count, MostClasses, nameof(classNames));
        int stray = IndexOfStrayLabel(labels.Span, classNames.Count);
        if (stray >= 0)
        {
            throw new ArgumentException($"Label {stray} is {labels.Span[stray]}, with {classNames.Count} classes.", nameof(labels));
        }

        Name = name;
        Shape = shape;
        ClassNames = [.. classNames];
        _samples = samples;
        _labels = labels;
    }

    /// <summary>Other samples of a set, of the same shape, classes and normalisation.</summary>
    private Dataset(Dataset set, SampleStore samples, ReadOnlyMemory<int> labels)
    {
        Name = set.Name;
        Shape = set.Shape;
        ClassNames = set.ClassNames;
        Normalisation = set.Normalisation;
        ChannelNormalisation = set.ChannelNormalisation;
        _samples = samples;
        _labels = labels;
    }

    /// <summary>Samples without labels, which calibrate but can neither train nor measure an error.</summary>
    internal static Dataset Unlabelled(string name, ImageShape shape, ReadOnlyMemory<byte> pixels, ReadOnlyMemory<float> numbers)
    {
        int length = RequireLength(shape);
        return (pixels.Length + numbers.Length) % length == 0
            ? new(name, shape, (SampleStore)(numbers.IsEmpty ? new ByteStore(pixels, length) : new NumberStore(numbers, length)), default(ReadOnlyMemory<int>), ["0"])
            : throw new ArgumentException($"{pixels.Length + numbers.Length} values are not whole samples of {shape}.", nameof(shape));
    }

    /// <summary>Where the images come from.</summary>
    public string Name { get; }

    /// <summary>The shape of each image.</summary>
    public ImageShape Shape { get; }

    /// <summary>The number of images.</summary>
    public int Count => _samples.Count;

    /// <summary>Whether the class of each image is known.</summary>
    public bool HasLabels => _labels.Length == Count;

    /// <summary>Whether the values are raw bytes, which are normalised; others are a network's inputs as they are.</summary>
    public bool HasBytes => _samples.HasBytes;

    /// <summary>The number of classes; every label is below it.</summary>
    public int ClassCount => ClassNames.Count;

    /// <summary>The name of each class, by label.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>How raw values become network inputs.</summary>
    public PixelNormalisation Normalisation { get; init; } = PixelNormalisation.UnitRange;

    /// <summary>The same by channel, where each has its own; else null.</summary>
    internal InputNormalisation? ChannelNormalisation { get; init; }

    /// <summary>How training varies the images from epoch to epoch; null where it sees them as they are.</summary>
    internal ImageVariation? Variation { get; private init; }

    /// <summary>Whether the samples are in memory; others are decoded whenever they are asked for.</summary>
    internal bool IsInMemory => _samples.IsInMemory;

    /// <summary>All raw values, (count, channels, height, width).</summary>
    /// <exception cref="InvalidOperationException">The samples are no bytes, or not in memory.</exception>
    public ReadOnlySpan<byte> Pixels => _samples is ByteStore bytes
        ? bytes.All
        : throw new InvalidOperationException($"The samples of '{Name}' are {(HasBytes ? "not in memory" : "no bytes")}.");

    /// <summary>The class of each image. They are whole words, as all indices are: bytes would not number the classes of ImageNet.</summary>
    public ReadOnlySpan<int> Labels => _labels.Span;

    /// <summary>The raw values of one image, (channels, height, width).</summary>
    /// <exception cref="InvalidOperationException">The samples are no bytes.</exception>
    public ReadOnlySpan<byte> Image(int index) => _samples.Bytes(index, ImageView.Middle);

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
        if (_samples is ByteStore bytes && ChannelNormalisation is null)
        {
            Normalisation.Apply(bytes.All.Slice(first * Shape.Length, inputs.Length), inputs);
            return;
        }

        for (int i = 0; i < count; i++)
        {
            CopyInput(first + i, ImageView.Middle, inputs.Slice(i * Shape.Length, Shape.Length));
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
            if (i + 1 < indices.Length && _samples is ByteStore)
            {
                Prefetch(Image(indices[i + 1]));
            }

            CopyInput(indices[i], ImageView.Middle, inputs.Slice(i * Shape.Length, Shape.Length));
        }
    }

    /// <summary>Normalises one image.</summary>
    /// <param name="index">The image.</param>
    /// <param name="view">The part of it to take, where it is not in memory.</param>
    /// <param name="input">Receives it, (channels, height, width).</param>
    internal void CopyInput(int index, ImageView view, Span<float> input)
    {
        if (!HasBytes)
        {
            _samples.Numbers(index).CopyTo(input);
        }
        else if (ChannelNormalisation is { } channels)
        {
            Normalization.Apply(
                _samples.Bytes(index, view), input, channels.Scales.AsSpan(), channels.Offsets.AsSpan(), channels.Layout == InputLayout.ChannelsLast);
        }
        else
        {
            Normalisation.Apply(_samples.Bytes(index, view), input);
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
    public void CopyLabels(ReadOnlySpan<int> indices, Span<int> labels)
    {
        if (indices.Length != labels.Length)
        {
            throw new ArgumentException($"{labels.Length} labels for {indices.Length} images.", nameof(labels));
        }

        ReadOnlySpan<int> all = Labels;
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
        return new Dataset(this, _samples.Slice(first, count), HasLabels ? _labels.Slice(first, count) : default) { Variation = Variation };
    }

    /// <summary>At most so many of the images, from all over the set, which may be sorted by class, as they are.</summary>
    internal Dataset Thinned(int most)
    {
        int count = Math.Min(most, Count);
        int[] places = [.. Enumerable.Range(0, count).Select(i => (int)((long)i * Count / count))];
        return new Dataset(this, _samples.Pick(places), HasLabels ? Array.ConvertAll(places, place => _labels.Span[place]) : default);
    }

    /// <summary>The same images for a network that was trained with another normalisation; nothing is copied.</summary>
    public Dataset Normalised(PixelNormalisation normalisation) =>
        new(this, _samples, _labels) { Normalisation = normalisation, ChannelNormalisation = null, Variation = Variation };

    /// <summary>The same images for a network that expects this of its input; nothing is copied.</summary>
    internal Dataset Normalised(InputNormalisation input) =>
        new(this, _samples, _labels)
        {
            Normalisation = new PixelNormalisation(input.Scales[0], input.Offsets[0]),
            ChannelNormalisation = input.Scales.Length > 1 ? input : null,
            Variation = Variation,
        };

    /// <summary>The same images, which training is to vary; nothing is copied.</summary>
    /// <exception cref="InvalidOperationException">The images are in memory, where no more of them is than is seen.</exception>
    internal Dataset Varied(ImageVariation variation) => !IsInMemory
        ? new(this, _samples, _labels) { Variation = variation }
        : throw new InvalidOperationException($"The images of '{Name}' are in memory, cut to what is seen of them.");

    /// <summary>The same images in memory, where they are not varied and take at most half a gigabyte; else as they are.</summary>
    /// <param name="cancellation">Asked between images.</param>
    /// <exception cref="DataException">A file cannot be read.</exception>
    internal Dataset Held(CancellationToken cancellation = default) =>
        _samples is ImageStore files && Variation is null && (long)Count * Shape.Length <= MostHeldBytes
            ? new(this, new ByteStore(files.ReadAll(cancellation), Shape.Length), _labels)
            : this;

    /// <summary>Adds everything that decides what the samples are to a hash, but their name.</summary>
    internal void AppendTo(IncrementalHash hash)
    {
        _samples.AppendTo(hash);
        hash.AppendData(MemoryMarshal.AsBytes(_labels.Span));
        hash.AppendData(Encoding.UTF8.GetBytes($"{Variation}"));
    }

    /// <summary>The values of a sample, which one array holds.</summary>
    private static int RequireLength(ImageShape shape)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(shape.Channels, 1, nameof(shape));
        ArgumentOutOfRangeException.ThrowIfLessThan(shape.Height, 1, nameof(shape));
        ArgumentOutOfRangeException.ThrowIfLessThan(shape.Width, 1, nameof(shape));
        Int128 length = (Int128)shape.Channels * shape.Height * shape.Width;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, Array.MaxLength, nameof(shape));
        return (int)length;
    }

    private void RequireLength(int length, int count, string argument)
    {
        if (length != (long)count * Shape.Length)
        {
            throw new ArgumentException($"{count} images of {Shape} have {(long)count * Shape.Length} values, not {length}.", argument);
        }
    }

    /// <summary>The index of the first label that names no class, or -1.</summary>
    internal static int IndexOfStrayLabel(ReadOnlySpan<int> labels, int classCount) => labels.IndexOfAnyExceptInRange(0, classCount - 1);
}
