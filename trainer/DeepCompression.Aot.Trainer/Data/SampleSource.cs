using DeepCompression.Aot.Trainer.Data.Images;

namespace DeepCompression.Aot.Trainer.Data;

/// <summary>The sets that data may come in.</summary>
internal enum SampleSet
{
    /// <summary>What weights are fitted to.</summary>
    Training,

    /// <summary>What the reported error is measured on.</summary>
    Test,

    /// <summary>All samples there are, where they are not divided.</summary>
    Whole,
}

/// <summary>
/// Samples in files of a user's own, whatever their kind: a folder of IDX files, NumPy arrays, recorded ONNX tensors, or folders of
/// image files. Labels are optional where nothing but calibration needs the data.
/// </summary>
internal abstract class SampleSource(string path)
{
    private const string Remedy =
        "Name a folder of IDX files, a .npz or .npy file, a folder with x_train.npy and the like, a folder of input_0.pb files, or one with a folder of image files for each class.";

    // Of a set that is not divided, the share that only measures.
    private const int TestShare = 10;

    /// <summary>The file or folder.</summary>
    public string Path => path;

    /// <summary>What to call the data in a report and in an artifact.</summary>
    public string Name
    {
        get
        {
            string name = System.IO.Path.GetFileName(System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(path)));
            return name.Length > 0 ? name : path;
        }
    }

    /// <summary>Recognises a source by what it holds; nothing but names and first bytes is read.</summary>
    /// <param name="path">The file or folder.</param>
    /// <param name="images">The size that a network takes, to which image files are brought; null where it takes no images.</param>
    /// <param name="damaged">Told of each image file that is left out because it cannot be decoded; null to refuse such files when they are read.</param>
    /// <exception cref="DataException">There is nothing there, or nothing that is known.</exception>
    public static SampleSource Open(string path, ImageShape? images = null, Action<DataException>? damaged = null)
    {
        if (Directory.Exists(path))
        {
            return ArraySource.TryOpenFolder(path) ?? TensorSource.TryOpen(path) ?? ImageFolderSource.TryOpen(path, images, damaged) ?? (SampleSource)new IdxSource(path);
        }

        if (!File.Exists(path))
        {
            throw new DataException(path, "file or folder", "it does not exist.", Remedy);
        }

        return ArraySource.TryOpenFile(path) ?? throw new DataException(path, "first bytes", "they are not those of a NumPy array or archive.", Remedy);
    }

    /// <summary>Training, validation and test images. Where they are not divided, the last tenth is the test set.</summary>
    /// <param name="classNames">One name per class; numbers up to the largest label where null.</param>
    /// <exception cref="DataException">A file is damaged, has no labels, or the files do not belong together.</exception>
    public DatasetSplits ReadSplits(IReadOnlyList<string>? classNames = null)
    {
        (Dataset training, Dataset test) = Has(SampleSet.Training) && Has(SampleSet.Test) ? ReadBoth(classNames) : Divide(ReadTraining(classNames));
        if (training.Shape != test.Shape)
        {
            throw new DataException(path, "images", $"training images are {training.Shape}, test images {test.Shape}.", "Use files of one data set.");
        }

        if (training.Count < 2)
        {
            throw new DataException(path, "training images", "one image cannot be split into training and validation.", "Use at least two.");
        }

        return DatasetSplits.HoldOut(RequireLabels(training), RequireLabels(test));
    }

    /// <summary>The images that an error is measured on: the test set, or all where they are not divided.</summary>
    /// <inheritdoc cref="ReadSplits"/>
    public Dataset ReadTest(IReadOnlyList<string>? classNames = null) =>
        RequireLabels(Read(Has(SampleSet.Test) || !Has(SampleSet.Whole) ? SampleSet.Test : SampleSet.Whole, classNames));

    /// <summary>The images that may be learnt from, with or without labels: the training set, or all where they are not divided.</summary>
    /// <inheritdoc cref="ReadSplits"/>
    public Dataset ReadTraining(IReadOnlyList<string>? classNames = null) =>
        Read(Has(SampleSet.Training) || !Has(SampleSet.Whole) ? SampleSet.Training : SampleSet.Whole, classNames);

    /// <summary>Whether the source has such a set.</summary>
    protected abstract bool Has(SampleSet set);

    /// <summary>Reads a set.</summary>
    /// <exception cref="DataException">It is not there, or damaged.</exception>
    protected abstract Dataset Read(SampleSet set, IReadOnlyList<string>? classNames);

    private (Dataset Training, Dataset Test) ReadBoth(IReadOnlyList<string>? classNames)
    {
        Dataset training = Read(SampleSet.Training, classNames);
        return (training, Read(SampleSet.Test, RequireLabels(training).ClassNames));
    }

    private (Dataset Training, Dataset Test) Divide(Dataset all)
    {
        int test = all.Count / TestShare;
        return test > 0
            ? (all.Slice(0, all.Count - test), all.Slice(all.Count - test, test))
            : throw new DataException(path, "images", $"{all.Count} of them cannot be divided into training, validation and test.", $"Use at least {TestShare}.");
    }

    private Dataset RequireLabels(Dataset images) => images.HasLabels
        ? images
        : throw new DataException(path, "labels", "there are none.", "Put them beside the samples: y for x, as the documentation of --data says.");
}
