using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Trainer.Data.Images;

/// <summary>
/// Images in folders that are called after their classes, as torchvision's ImageFolder has them: <c>train/cat/1.jpg</c> with
/// <c>val/cat/2.jpg</c> or <c>test/cat/2.jpg</c>, or <c>cat/1.jpg</c> where they are not divided. They are listed, and decoded when
/// they are needed (<see cref="ImageStore"/>).
/// </summary>
internal sealed class ImageFolderSource : SampleSource
{
    private const ulong OrderSeed = 1;
    private static readonly string[] TestFolders = ["test", "val"];
    private static readonly string[] Extensions = [".jpg", ".jpeg", ".png", ".bmp", ".gif", ".tga"];

    private readonly Dictionary<SampleSet, string> _folders;
    private readonly ImageShape _shape;
    private readonly Action<DataException>? _damaged;

    private ImageFolderSource(string path, Dictionary<SampleSet, string> folders, ImageShape shape, Action<DataException>? damaged)
        : base(path)
    {
        _folders = folders;
        _shape = shape;
        _damaged = damaged;
    }

    /// <summary>The images of a folder, or null where it has none in folders of their own.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="shape">What the network takes, or null where that is no image.</param>
    /// <param name="damaged">Told of each image that cannot be decoded and is therefore left out, for which all are decoded once; null to find them when they are read.</param>
    /// <exception cref="DataException">There are images, but the network takes none.</exception>
    public static ImageFolderSource? TryOpen(string path, ImageShape? shape, Action<DataException>? damaged)
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
            ? new ImageFolderSource(path, folders, size, damaged)
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
        IReadOnlyList<string> names = Names(classNames, classes);
        int[] numbers = Numbers(root, names, classes);
        (string Name, int Label)[] files = [.. classes.SelectMany((name, number) =>
            Files(System.IO.Path.Combine(root, name)).Select(file => (System.IO.Path.Combine(name, System.IO.Path.GetFileName(file)), numbers[number])))];
        Shuffle(files);
        if (_damaged is not null)
        {
            files = Sound(root, files, _damaged);
        }

        return files.Length > 0
            ? new Dataset(Name, _shape, Store(root, files), Array.ConvertAll(files, file => file.Label), names) { ChannelNormalisation = _shape.Channels == 3 ? PhotographNormalisation.ImageNet : null }
            : throw new DataException(root, "images", "there are none.", "Put images into folders called after their classes.");
    }

    /// <summary>The network's names for its classes, but the folders' where it has nothing but numbers for as many.</summary>
    private static IReadOnlyList<string> Names(IReadOnlyList<string>? classNames, string[] classes) =>
        classNames is null || (classNames.Count == classes.Length && !classes.All(classNames.Contains) && classNames.SequenceEqual(InputContract.NumberedLabels(classNames.Count)))
            ? classes
            : classNames;

    private ImageStore Store(string root, (string Name, int Label)[] files) => new(root, Array.ConvertAll(files, file => file.Name), _shape);

    /// <summary>The images that can be decoded.</summary>
    private (string Name, int Label)[] Sound(string root, (string Name, int Label)[] files, Action<DataException> damaged)
    {
        DataException?[] errors = Store(root, files).Check(CancellationToken.None);
        foreach (DataException error in errors.OfType<DataException>())
        {
            damaged(error);
        }

        return [.. files.Where((_, place) => errors[place] is null)];
    }

    /// <summary>The number of each class: the network's where it has all their names, else that of the folder among the others.</summary>
    private static int[] Numbers(string root, IReadOnlyList<string> names, string[] classes)
    {
        int most = Math.Min(names.Count, Dataset.MostClasses);
        if (classes.Length > most)
        {
            throw new DataException(root, "classes", $"there are {classes.Length} folders, but at most {most} classes.", "Use as many folders as the network has classes.");
        }

        // Of equal names the first counts.
        var known = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int label = 0; label < names.Count; label++)
        {
            known.TryAdd(names[label], label);
        }

        bool areKnown = Array.TrueForAll(classes, known.ContainsKey);
        return [.. classes.Select((name, number) => areKnown ? known[name] : number)];
    }

    private static IEnumerable<string> Files(string folder) => Directory.EnumerateFiles(folder)
        .Where(file => Extensions.Contains(System.IO.Path.GetExtension(file), StringComparer.OrdinalIgnoreCase)).Order(StringComparer.Ordinal);

    /// <summary>One order for ever: sets are divided at a place in it, and would else have classes of their own.</summary>
    private static void Shuffle((string Name, int Label)[] files)
    {
        var random = new SplitMix64(OrderSeed);
        for (int i = files.Length - 1; i > 0; i--)
        {
            int place = random.Below(i + 1);
            (files[i], files[place]) = (files[place], files[i]);
        }
    }
}
