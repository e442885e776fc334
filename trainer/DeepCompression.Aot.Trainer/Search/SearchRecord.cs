using System.Text.Json;
using DeepCompression.Aot.Format;
using DeepCompression.Aot.Trainer.Coding;

namespace DeepCompression.Aot.Trainer.Search;

/// <summary>
/// The finished trials of a search, with their artifacts, in a file that is written anew, whole or not at all, after each: the same
/// search goes on from there, and another finds nothing in it.
/// </summary>
internal sealed class SearchRecord
{
    /// <summary>Far beyond any record of reference networks; keeps a file of another kind from being read into memory.</summary>
    private const long MaxLength = 1L << 28;

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        WriteIndented = true,
        NewLine = "\n",
    };

    private readonly string _path;
    private readonly string _key;
    private readonly List<RecordedTrial> _trials;

    private SearchRecord(string path, string key, IEnumerable<RecordedTrial> trials)
    {
        _path = path;
        _key = key;
        _trials = [.. trials];
    }

    /// <summary>The record in a file, or an empty one where there is none to go on from.</summary>
    /// <param name="path">The file.</param>
    /// <param name="key">What decides the trials.</param>
    /// <param name="notice">Why a file that is there is not used, or how many trials it holds; null without a file.</param>
    public static SearchRecord Open(string path, string key, out string? notice)
    {
        notice = null;
        if (!File.Exists(path))
        {
            return new SearchRecord(path, key, []);
        }

        try
        {
            Content content = Read(path);
            if (content.Key == key)
            {
                notice = $"{path}: going on after {content.Trials.Count} trials.";
                return new SearchRecord(path, key, content.Trials);
            }

            notice = $"{path}: the record is of a search with another network, recipe or data; this search starts over.";
        }
        catch (Exception exception) when (exception is JsonException or ArtifactException or InvalidDataException or IOException or UnauthorizedAccessException)
        {
            notice = $"{path}: the record is damaged and is not used; this search starts over: {exception.Message}";
        }

        return new SearchRecord(path, key, []);
    }

    /// <summary>The trial with that many weights, or null.</summary>
    public RecordedTrial? Find(int weights) => _trials.Find(trial => trial.Weights == weights);

    /// <summary>Adds a trial and writes the file.</summary>
    /// <exception cref="ArtifactFileException">The file cannot be written.</exception>
    public void Add(RecordedTrial trial)
    {
        _trials.Add(trial);
        ArtifactFile.Save(_path, JsonSerializer.SerializeToUtf8Bytes(new Content(_key, _trials), Json));
    }

    private static Content Read(string path)
    {
        using FileStream file = File.OpenRead(path);
        if (file.Length > MaxLength)
        {
            throw new InvalidDataException($"It has {file.Length} bytes.");
        }

        Content content = JsonSerializer.Deserialize<Content>(file, Json) ?? throw new InvalidDataException("It is empty.");
        foreach (RecordedTrial trial in content.Trials)
        {
            Check(trial ?? throw new InvalidDataException("A trial is missing."));
        }

        return content.Trials.DistinctBy(trial => trial.Weights).Count() == content.Trials.Count
            ? content
            : throw new InvalidDataException("A number of weights is there twice.");
    }

    private static void Check(RecordedTrial trial)
    {
        ArtifactReader.Read(trial.Artifact);
        if (trial.Weights <= 0 || trial.FileBytes < trial.Artifact.Length || trial.ValidationErrorPercent is not (>= 0 and <= 100))
        {
            throw new InvalidDataException($"The trial of {trial.Weights} weights cannot be.");
        }
    }

    private sealed record Content(string Key, IReadOnlyList<RecordedTrial> Trials);
}

/// <summary>A finished trial.</summary>
/// <param name="Weights">The weights that pruning was told to leave.</param>
/// <param name="FileBytes">The bytes of its file, once the test error is on its record.</param>
/// <param name="ValidationErrorPercent">The error on the validation images.</param>
/// <param name="Artifact">The artifact, without a test error on its record.</param>
internal sealed record RecordedTrial(int Weights, long FileBytes, double ValidationErrorPercent, byte[] Artifact)
{
    /// <summary>What the search needs to know.</summary>
    public SearchTrial ToTrial() => new(Weights, FileBytes, ValidationErrorPercent);
}
