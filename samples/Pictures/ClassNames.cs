namespace PicturesSample;

/// <summary>The names of ImageNet's 1,000 classes, from a file of one line each, in their order.</summary>
internal sealed class ClassNames
{
    private readonly string[] _names;

    private ClassNames(string[] names) => _names = names;

    /// <summary>Where there is no file: the numbers alone.</summary>
    public static ClassNames None { get; } = new([]);

    /// <summary>Reads a file such as Caffe's synset_words.txt; an identifier like n02123045 at the beginning of a line is left out.</summary>
    /// <exception cref="SampleException">The file is missing, or has another number of lines.</exception>
    public static ClassNames Read(string path)
    {
        try
        {
            string[] names = [.. File.ReadLines(path).Take(Network.OutputLength + 1).Select(WithoutIdentifier)];
            return names.Length == Network.OutputLength
                ? new ClassNames(names)
                : throw new SampleException($"'{path}' does not have {Network.OutputLength} lines, one name for each class");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SampleException($"'{path}' cannot be read: {e.Message.TrimEnd('.')}");
        }
    }

    /// <summary>The number of a class, and its name where that is known.</summary>
    public string this[int number] => number < _names.Length ? $"{number,3}  {_names[number]}" : $"{number,3}";

    private static string WithoutIdentifier(string line) =>
        line is ['n', >= '0' and <= '9', ..] && line.IndexOf(' ', StringComparison.Ordinal) is > 0 and int space ? line[(space + 1)..] : line;
}
