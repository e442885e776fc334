using System.CommandLine;
using DeepCompression.Aot.CommandLine.Hosting;
using DeepCompression.Aot.Format;
using DeepCompression.Aot.Trainer.Data;

namespace DeepCompression.Aot.CommandLine.Data;

/// <summary>What <c>--data</c> names: the embedded drawn digits, MNIST in the cache, or files of the user's own.</summary>
/// <param name="Name">The option's value.</param>
internal sealed record DataSource(string Name)
{
    /// <summary>The embedded default.</summary>
    public const string Drawn = "drawn";

    /// <summary>MNIST, downloaded once into the cache.</summary>
    public const string Mnist = "mnist";

    /// <summary>What MNIST is called in an artifact's provenance.</summary>
    private const string MnistName = "MNIST";

    /// <summary>The values in short, for help texts.</summary>
    public const string HelpName = $"PATH|{Mnist}|{Drawn}";

    /// <summary>The values explained, for help texts.</summary>
    public const string Description =
        $"'{Drawn}' for the embedded drawn digits, '{Mnist}' for MNIST in the download cache, or a path: a folder of IDX files, plain or gzip; "
        + "NumPy arrays x_train, y_train, x_test and y_test (or x and y) in a .npz file or as .npy files of a folder; a .npy file; "
        + "a folder of ONNX tensors (input_0.pb, output_0.pb, or test_data_set_0 and so on); folders of image files called after their classes, in train and val or not.";

    /// <summary>The input of the network that the images are for, to whose size image files are brought; null where it is not known.</summary>
    public TensorShape? Network { get; init; }

    /// <summary>How image files are read.</summary>
    public ImageHandling Images { get; init; } = new();

    /// <summary>The switch that allows a download.</summary>
    public static Option<bool> CreateDownloadOption() => new("--download")
    {
        Description = $"With '--data {Mnist}': fetch it into the cache first; what is there already is verified and kept.",
    };

    /// <summary>The data that an artifact says it was trained on.</summary>
    /// <exception cref="UsageException">It names none, or a folder, which this machine need not have.</exception>
    public static DataSource Of(Artifact artifact, string file)
    {
        string? data = artifact.Provenance.Where(entry => entry.Key == "data").Select(entry => entry.Value).FirstOrDefault();
        return data switch
        {
            MnistName => new DataSource(Mnist),
            DrawnDigits.Name => new DataSource(Drawn),
            null => throw new UsageException($"{file} does not say what it was trained on: name test images with --data."),
            _ => throw new UsageException($"{file} was trained on '{data}': name its test images with --data."),
        };
    }

    /// <summary>All images, split for training.</summary>
    /// <param name="classNames">What the network calls its classes; those of the labels where null.</param>
    /// <param name="cancellation">Asked between image files.</param>
    public DatasetSplits Load(IReadOnlyList<string>? classNames = null, CancellationToken cancellation = default) => Images.Prepare(
        Name switch
        {
            Drawn => DrawnDigits.Create(),
            Mnist => ReadCache(folder => IdxFolder.Read(folder, MnistName, classNames)),
            _ => Open().ReadSplits(classNames),
        },
        cancellation);

    /// <summary>The test images alone.</summary>
    /// <param name="classNames">What the network calls its classes.</param>
    public Dataset LoadTest(IReadOnlyList<string> classNames) => Name switch
    {
        Drawn => DrawnDigits.Create(trainCount: 1, validationCount: 1).Test,
        Mnist => ReadCache(folder => IdxFolder.ReadTest(folder, classNames, MnistName)),
        _ => Open().ReadTest(classNames),
    };

    /// <summary>The images that may be learnt from, with or without labels; never the test images.</summary>
    /// <param name="classNames">What the network calls its classes; those of the labels where null.</param>
    public Dataset LoadTraining(IReadOnlyList<string>? classNames = null) => Name switch
    {
        Drawn => DrawnDigits.Create(validationCount: 1, testCount: 1).Train,
        Mnist => ReadCache(folder => IdxFolder.ReadTraining(folder, classNames, MnistName)),
        _ => Open().ReadTraining(classNames),
    };

    /// <summary>Downloads MNIST into the cache where this names it; what is there already is only verified.</summary>
    /// <param name="notices">Told once for each file that is fetched.</param>
    /// <param name="cancellation">Stops; the next download continues where this one was.</param>
    public async Task DownloadAsync(TextWriter notices, CancellationToken cancellation)
    {
        if (Name != Mnist)
        {
            throw new CommandException($"{Name}: only '--data {Mnist}' can be downloaded; leave --download away");
        }

        await MnistDownload.RunAsync(progress: new FileNotices(notices), cancellation: cancellation).ConfigureAwait(false);
    }

    private SampleSource Open() => SampleSource.Open(Name, ImagesOf(Network), Images.Damaged);

    private static ImageShape? ImagesOf(TensorShape? input) =>
        input is { Rank: 3 } shape ? new ImageShape(shape[0], shape[1], shape[2]) : null;

    /// <summary>Whatever is missing or damaged in the cache, downloading mends it.</summary>
    private static T ReadCache<T>(Func<string, T> read)
    {
        try
        {
            return read(DataCache.Folder("mnist"));
        }
        catch (DataException exception)
        {
            throw new CommandException($"{exception.Message} Or add --download to fetch MNIST into the cache (11 MB).", exception);
        }
    }

    /// <summary>One line for each file, when its first bytes arrive.</summary>
    private sealed class FileNotices(TextWriter notices) : IProgress<DownloadProgress>
    {
        private string? _file;

        public void Report(DownloadProgress value)
        {
            if (value.File != _file)
            {
                _file = value.File;
                notices.WriteLine($"downloading {value.File}");
            }
        }
    }
}
