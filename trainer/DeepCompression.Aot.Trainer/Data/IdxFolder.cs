using System.Globalization;

namespace DeepCompression.Aot.Trainer.Data;

/// <summary>
/// A folder of IDX files under MNIST's four names: <c>train-images-idx3-ubyte</c>,
/// <c>train-labels-idx1-ubyte</c>, <c>t10k-images-idx3-ubyte</c> and <c>t10k-labels-idx1-ubyte</c>, with
/// '-' or '.' before <c>idx</c>, with or without <c>.gz</c>, plain or gzip. Where one is there under
/// several names, the plain one is read.
/// </summary>
public static class IdxFolder
{
    private const string Training = "train";
    private const string Test = "t10k";

    /// <summary>Reads all four files; the last training images become the validation set (<see cref="DatasetSplits.HoldOut"/>).</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="name">The data set's name for provenance; the folder's own name where null.</param>
    /// <param name="classNames">
    /// One name per class. Where null, the classes are the numbers from 0 to the largest training label,
    /// and each of them must have a training image.
    /// </param>
    /// <exception cref="DataException">A file is missing or damaged, or the files do not belong together.</exception>
    public static DatasetSplits Read(string folder, string? name = null, IReadOnlyList<string>? classNames = null)
    {
        CheckFolder(folder);
        Dataset training = ReadSet(folder, Training, name, classNames);
        Dataset test = ReadSet(folder, Test, name, training.ClassNames);
        if (training.Shape != test.Shape)
        {
            throw new DataException(
                folder, "images", $"training images are {training.Shape}, test images {test.Shape}.", "Use files of one data set.");
        }

        if (training.Count < 2)
        {
            throw new DataException(
                folder, "training images", "one image cannot be split into training and validation.", "Use at least two.");
        }

        return DatasetSplits.HoldOut(training, test);
    }

    /// <summary>Reads only the two test files, as an evaluation does that knows the classes from its network.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="classNames">One name per class; as with <see cref="Read"/> where null.</param>
    /// <param name="name">The data set's name; the folder's own name where null.</param>
    /// <exception cref="DataException">A file is missing or damaged, or a label names no class.</exception>
    public static Dataset ReadTest(string folder, IReadOnlyList<string>? classNames, string? name = null)
    {
        CheckFolder(folder);
        return ReadSet(folder, Test, name, classNames);
    }

    /// <summary>Reads only the training files; the images alone where there is no file of labels.</summary>
    /// <inheritdoc cref="ReadTest"/>
    internal static Dataset ReadTraining(string folder, IReadOnlyList<string>? classNames, string? name = null)
    {
        CheckFolder(folder);
        if (TryFind(folder, Training, "labels", 1) is not null)
        {
            return ReadSet(folder, Training, name, classNames);
        }

        byte[] pixels = IdxReader.ReadImages(Find(folder, Training, "images", 3), out ImageShape shape);
        return Dataset.Unlabelled(name ?? NameOf(folder), shape, pixels, default);
    }

    /// <summary>Writes a test set under the standard names, uncompressed, so that other programs can read it.</summary>
    /// <param name="folder">The folder; made where it does not exist.</param>
    /// <param name="test">Grey images of at most 256 classes.</param>
    /// <exception cref="DataException">The folder cannot be written.</exception>
    public static void WriteTest(string folder, Dataset test)
    {
        ArgumentNullException.ThrowIfNull(test);
        if (test.Shape.Channels != 1)
        {
            throw new ArgumentException($"IDX image files hold grey images, not {test.Shape}.", nameof(test));
        }

        if (test.ClassCount > byte.MaxValue + 1)
        {
            throw new ArgumentException($"IDX files hold labels up to {byte.MaxValue}, but '{test.Name}' has {test.ClassCount} classes.", nameof(test));
        }

        try
        {
            Directory.CreateDirectory(folder);
            IdxWriter.Write(
                Path.Combine(folder, $"{Test}-images-idx3-ubyte"), [test.Count, test.Shape.Height, test.Shape.Width], test.Pixels);
            IdxWriter.Write(Path.Combine(folder, $"{Test}-labels-idx1-ubyte"), [test.Count], [.. test.Labels.ToArray().Select(label => (byte)label)]);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DataException(folder, "writing", error.Message, "Name a folder that may be written.", error);
        }
    }

    private static Dataset ReadSet(string folder, string prefix, string? name, IReadOnlyList<string>? classNames)
    {
        string imageFile = Find(folder, prefix, "images", 3);
        string labelFile = Find(folder, prefix, "labels", 1);
        // Labels first: they are small, and a wrong folder is then noticed at once.
        int[] labels = Array.ConvertAll(IdxReader.ReadLabels(labelFile), label => (int)label);
        classNames ??= NumberedClasses(labelFile, labels);
        CheckLabels(labelFile, labels, classNames.Count);
        byte[] pixels = IdxReader.ReadImages(imageFile, out ImageShape shape);
        if (pixels.Length != (long)labels.Length * shape.Length)
        {
            throw new DataException(
                imageFile, "byte 4", $"there are {pixels.Length / shape.Length} images but {labels.Length} labels.", "Use files of one data set.");
        }

        return new Dataset(name ?? NameOf(folder), shape, pixels, labels, classNames);
    }

    private static string[] NumberedClasses(string file, int[] labels)
    {
        bool[] present = new bool[byte.MaxValue + 1];
        foreach (int label in labels)
        {
            present[label] = true;
        }

        int count = Array.LastIndexOf(present, true) + 1;
        int missing = Array.IndexOf(present, false, 0, count);
        if (missing >= 0)
        {
            throw new DataException(
                file, "labels", $"they reach {count - 1} but none is {missing}.", "Fetch the file again, or name the classes.");
        }

        return [.. Enumerable.Range(0, count).Select(label => label.ToString(CultureInfo.InvariantCulture))];
    }

    private static void CheckLabels(string file, int[] labels, int classCount)
    {
        int stray = Dataset.IndexOfStrayLabel(labels, classCount);
        if (stray >= 0)
        {
            throw new DataException(
                file, $"label {stray}", $"it is {labels[stray]}, but there are {classCount} classes.", "Use files of one data set and its classes.");
        }
    }

    private static void CheckFolder(string folder)
    {
        if (!Directory.Exists(folder))
        {
            throw new DataException(folder, "folder", "it does not exist.", "Name the folder that holds the IDX files.");
        }
    }

    private static string Find(string folder, string prefix, string kind, int rank) =>
        TryFind(folder, prefix, kind, rank) ?? throw new DataException(
            folder,
            Names(prefix, kind, rank)[0],
            "there is no such file, with '-' or '.' before idx, with or without .gz.",
            "Name the folder that holds the IDX files.");

    private static string? TryFind(string folder, string prefix, string kind, int rank) =>
        Names(prefix, kind, rank).Select(name => Path.Combine(folder, name)).FirstOrDefault(File.Exists);

    private static string[] Names(string prefix, string kind, int rank) =>
    [
        $"{prefix}-{kind}-idx{rank}-ubyte",
        $"{prefix}-{kind}.idx{rank}-ubyte",
        $"{prefix}-{kind}-idx{rank}-ubyte.gz",
        $"{prefix}-{kind}.idx{rank}-ubyte.gz",
    ];

    private static string NameOf(string folder)
    {
        string name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));
        return name.Length > 0 ? name : folder;
    }
}
