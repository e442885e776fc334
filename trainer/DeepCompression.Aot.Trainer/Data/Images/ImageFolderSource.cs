namespace DeepCompression.Aot.Trainer.Data.Images;

/// <summary>
/// Images in folders that are called after their classes, as torchvision's ImageFolder has them: <c>train/cat/1.jpg</c> with
/// <c>val/cat/2.jpg</c> or <c>test/cat/2.jpg</c>, or <c>cat/1.jpg</c> where they are not divided. Each is brought to the size that a
/// network takes, on all processors.
/// </summary>
internal sealed class ImageFolderSource : SampleSource
{
    private const int MostClasses = byte.MaxValue + 1;
    private const ulong OrderSeed = 1;
    private static readonly string[] TestFolders = ["test", "val"];
    private static readonly string[] Extensions = [".jpg", ".jpeg", ".png", ".bmp", ".gif", ".tga"];

    private readonly Dictionary<SampleSet, string> _folders;
    private readonly ImageShape _shape;

    private ImageFolderSource(string path, Dictionary<SampleSet, string> folders, ImageShape shape)
        : base(path)
    {
        _folders = folders;
        _shape = shape;
    }

    /// <summary>The images of a folder, or null where it has none in folders of their own.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="shape">What the network takes, or null where that is no image.</param>
    /// <exception cref="DataException">There are images, but the network takes none.</exception>
    public static ImageFolderSource? TryOpen(string path, ImageShape? shape)
    {
        string training = System.IO.Path.Combine(path, "train");

        // Of some sets the test images are all in one folder, since their classes are a secret.
        string? test = TestFolders.Select(name => System.IO.Path.Combine(path, name)).FirstOrDefault(folder => Directory.Exists(folder) && Directory.EnumerateDirectories(folder).Any());
        Dictionary<SampleSet, string> folders = Directory.Exists(training) ? new() { [SampleSet.Training] = training } : new() { [SampleSet.Whole] = path };
        if (test is not null && Directory.Exists(training))
        {
            folders.Add(SampleSet.Test, test);
        }

        if (!folders.Values.SelectMany(Directory.EnumerateDirectories).Any(folder => Files(folder).Any()))
        {
            return null;
        }

        return shape is { Channels: 1 or 3 } size
            ? new ImageFolderSource(path, folders, size)
            : throw new DataException(path, "images", "the network takes no grey or coloured images, so that there is no size to bring them to.", "Use a network of an input of 1 or 3 channels.");
    }

    protected override bool Has(SampleSet set) => _folders.ContainsKey(set);

    protected override Dataset Read(SampleSet set, IReadOnlyList<string>? classNames)
    {
        if (!_folders.TryGetValue(set, out string? root))
        {
            throw new DataException(Path, $"{set} images", "there are none.", "Put folders called after the classes into 'train' and 'val'.");
        }

        string[] classes = [.. Directory.EnumerateDirectories(root).Select(folder => System.IO.Path.GetFileName(folder)!).Order(StringComparer.Ordinal)];
        IReadOnlyList<string> names = classNames ?? classes;
        (string File, byte Label)[] files = Shuffled([.. classes.SelectMany((name, number) =>
            Files(System.IO.Path.Combine(root, name)).Select(file => (file, Label(root, names, classes, number))))]);
        long bytes = (long)files.Length * _shape.Length;
        if (files.Length == 0 || bytes > Array.MaxLength)
        {
            throw new DataException(root, "images", $"{files.Length} of {_shape.Channels}×{_shape.Height}×{_shape.Width} take {bytes} bytes; 1 to {Array.MaxLength} are read.", "Use part of them.");
        }

        byte[] pixels = GC.AllocateUninitializedArray<byte>((int)bytes);
        Decode(files, pixels);
        return new Dataset(Name, _shape, pixels, Array.ConvertAll(files, file => file.Label), names);
    }

    private void Decode((string File, byte Label)[] files, byte[] pixels)
    {
        try
        {
            Parallel.For(0, files.Length, i => ImageReader.Read(files[i].File, _shape, pixels.AsSpan(i * _shape.Length, _shape.Length)));
        }
        catch (AggregateException error) when (error.InnerExceptions.OfType<DataException>().OrderBy(inner => inner.File, StringComparer.Ordinal).FirstOrDefault() is { } first)
        {
            throw new DataException(first.File, first.Place, "it cannot be decoded.", first.Remedy, error);
        }
    }

    /// <summary>The number of a class: the network's where it has that name, else that of the folder among the others.</summary>
    private static byte Label(string root, IReadOnlyList<string> names, string[] classes, int number)
    {
        if (classes.Length > Math.Min(names.Count, MostClasses))
        {
            throw new DataException(root, "classes", $"there are {classes.Length} folders, but at most {Math.Min(names.Count, MostClasses)} classes.", "Use as many folders as the network has classes.");
        }

        // Either all folders are called as the network's classes are, or their order counts.
        return (byte)(classes.All(names.Contains) ? Enumerable.Range(0, names.Count).First(label => names[label] == classes[number]) : number);
    }

    private static IEnumerable<string> Files(string folder) => Directory.EnumerateFiles(folder)
        .Where(file => Extensions.Contains(System.IO.Path.GetExtension(file), StringComparer.OrdinalIgnoreCase)).Order(StringComparer.Ordinal);

    /// <summary>One order for ever: sets are divided at a place in it, and would else have classes of their own.</summary>
    private static (string File, byte Label)[] Shuffled((string File, byte Label)[] files)
    {
        var random = new SplitMix64(OrderSeed);
        for (int i = files.Length - 1; i > 0; i--)
        {
            int place = random.Below(i + 1);
            (files[i], files[place]) = (files[place], files[i]);
        }

        return files;
    }
}
