using System.IO.Compression;

namespace DeepCompression.Aot.Trainer.Data;

/// <summary>
/// NumPy arrays by name: <c>x_train</c> with <c>y_train</c>, <c>x_test</c> with <c>y_test</c>, or <c>x</c> with <c>y</c> where the
/// samples are not divided; labels may be missing. They are entries of a .npz archive or .npy files of one folder. A .npy file by
/// itself is a whole set whatever its name, and a file of the same name with y for x beside it holds its labels; so is an archive of one array.
/// </summary>
internal sealed class ArraySource : SampleSource
{
    private const string Extension = ".npy";

    // Deflate codes at most 258 bytes in two bits.
    private const long DeflateExpansion = 1_032;

    private readonly Dictionary<string, Func<SampleArray>> _arrays;

    private ArraySource(string path, Dictionary<string, Func<SampleArray>> arrays)
        : base(path) => _arrays = arrays;

    /// <summary>The arrays of a folder, or null where none has a name that says what it is.</summary>
    public static ArraySource? TryOpenFolder(string folder)
    {
        var arrays = new Dictionary<string, Func<SampleArray>>(StringComparer.Ordinal);
        foreach (string file in Directory.EnumerateFiles(folder, "*" + Extension))
        {
            arrays.Add(System.IO.Path.GetFileNameWithoutExtension(file), () => NpyReader.Read(file));
        }

        var source = new ArraySource(folder, arrays);
        return Enum.GetValues<SampleSet>().Any(source.Has) ? source : null;
    }

    /// <summary>The arrays of an archive, or the one of a file; null where the file is neither.</summary>
    /// <exception cref="DataException">The file cannot be read, or is damaged.</exception>
    public static ArraySource? TryOpenFile(string path)
    {
        try
        {
            Span<byte> start = stackalloc byte[NpyHeader.Magic.Length];
            using (FileStream file = File.OpenRead(path))
            {
                start = start[..file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
            }

            if (start.SequenceEqual(NpyHeader.Magic))
            {
                return new ArraySource(path, OfFile(path));
            }

            return start.StartsWith("PK"u8) ? new ArraySource(path, OfArchive(path)) : null;
        }
        catch (InvalidDataException error)
        {
            throw Damaged(path, "archive", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DataException(path, "opening or reading", error.Message, "Check that the file may be read.", error);
        }
    }

    protected override bool Has(SampleSet set) => _arrays.ContainsKey(Samples(set));

    protected override Dataset Read(SampleSet set, IReadOnlyList<string>? classNames)
    {
        string samples = Samples(set);
        if (!_arrays.TryGetValue(samples, out Func<SampleArray>? read))
        {
            throw new DataException(
                Path, "arrays", $"there is no '{samples}', but {Found()}.", "Name them x_train, y_train, x_test and y_test, or x and y.");
        }

        // Labels first: they are small, and wrong data are then noticed at once.
        SampleArray? labels = _arrays.GetValueOrDefault("y" + samples[1..])?.Invoke();
        return new SampleBuilder(Path).Build(Name, samples, read(), labels, classNames);
    }

    private static string Samples(SampleSet set) => set switch
    {
        SampleSet.Training => "x_train",
        SampleSet.Test => "x_test",
        _ => "x",
    };

    private string Found() => _arrays.Count == 0 ? "nothing" : string.Join(", ", _arrays.Keys.Order(StringComparer.Ordinal).Take(8).Select(name => $"'{name}'"));

    private static Dictionary<string, Func<SampleArray>> OfFile(string path)
    {
        var arrays = new Dictionary<string, Func<SampleArray>>(StringComparer.Ordinal) { ["x"] = () => NpyReader.Read(path) };
        string name = System.IO.Path.GetFileName(path);
        string labels = System.IO.Path.Combine(System.IO.Path.GetDirectoryName(path) ?? "", "y" + name[1..]);
        if (name[0] == 'x' && File.Exists(labels))
        {
            arrays.Add("y", () => NpyReader.Read(labels));
        }

        return arrays;
    }

    private static Dictionary<string, Func<SampleArray>> OfArchive(string path)
    {
        var arrays = new Dictionary<string, Func<SampleArray>>(StringComparer.Ordinal);
        using (ZipArchive archive = ZipFile.OpenRead(path))
        {
            foreach (ZipArchiveEntry entry in archive.Entries.Where(entry => entry.FullName.EndsWith(Extension, StringComparison.Ordinal)))
            {
                string name = entry.FullName;
                if (!arrays.TryAdd(name[..^Extension.Length], () => ReadEntry(path, name)))
                {
                    throw new InvalidDataException($"it has two arrays '{name}'");
                }
            }
        }

        return arrays.Count == 1 ? new(StringComparer.Ordinal) { ["x"] = arrays.Values.Single() } : arrays;
    }

    private static SampleArray ReadEntry(string path, string name)
    {
        try
        {
            using ZipArchive archive = ZipFile.OpenRead(path);
            ZipArchiveEntry entry = archive.GetEntry(name) ?? throw new InvalidDataException($"'{name}' is gone");
            if (entry.Length / DeflateExpansion > entry.CompressedLength)
            {
                throw new InvalidDataException($"'{name}' cannot hold as much as it states");
            }

            using Stream content = entry.Open();
            return NpyReader.Read($"{path}: {name}", content, entry.Length);
        }
        catch (InvalidDataException error)
        {
            throw Damaged(path, name, error);
        }
    }

    private static DataException Damaged(string path, string place, Exception error) =>
        new(path, place, $"it is damaged ({error.Message})", "Save the archive again.", error);
}
