using System.Globalization;
using DeepCompression.Aot.Trainer.Onnx;

namespace DeepCompression.Aot.Trainer.Import;

/// <summary>Tensors whose bytes are in files of their own, beside the model. Nothing outside the model's folder is ever read.</summary>
/// <param name="modelPath">The model's file.</param>
internal sealed class ExternalData(string modelPath)
{
    private readonly string _folder = Path.GetDirectoryName(Path.GetFullPath(modelPath))!;

    /// <summary>The bytes of a tensor.</summary>
    /// <param name="tensor">The tensor, whose data is elsewhere.</param>
    /// <param name="length">The bytes that its shape and type need.</param>
    /// <exception cref="ImportException">The file is missing, too short, outside the model's folder or not what the shape needs.</exception>
    public byte[] Read(TensorProto tensor, long length)
    {
        string location = Entry(tensor, "location") ?? throw Problem(tensor, "it is stored elsewhere, but no file is named");
        long offset = Number(tensor, "offset") ?? 0;
        long announced = Number(tensor, "length") ?? length;
        if (announced != length)
        {
            throw Problem(tensor, $"its data file holds {announced} bytes for it, but its shape needs {length}");
        }

        string path = Inside(tensor, location);
        try
        {
            using FileStream stream = File.OpenRead(path);
            if (offset > stream.Length || length > stream.Length - offset)
            {
                throw Problem(tensor, $"its data ends at byte {offset + length} of '{location}', which has {stream.Length}: the file is cut short");
            }

            var bytes = new byte[length];
            stream.Position = offset;
            stream.ReadExactly(bytes);
            return bytes;
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw Problem(tensor, $"its data file '{location}' is not there; it belongs into the model's folder", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Problem(tensor, $"its data file '{location}' cannot be read: {exception.Message}", exception);
        }
    }

    /// <summary>The path of a file below the model's folder, reached without a link.</summary>
    private string Inside(TensorProto tensor, string location)
    {
        // A name with a zero in it is none.
        string path = Path.GetFullPath(Path.Combine(_folder, location.Contains('\0', StringComparison.Ordinal) ? ".." : location));
        string relative = Path.GetRelativePath(_folder, path);
        if (Path.IsPathRooted(location) || Path.IsPathRooted(relative)
            || relative.Split(Path.DirectorySeparatorChar)[0] is "." or "..")
        {
            throw Problem(tensor, $"its data file '{location}' lies outside the model's folder, where nothing is read; copy it there");
        }

        string reached = _folder;
        foreach (string part in relative.Split(Path.DirectorySeparatorChar))
        {
            reached = Path.Combine(reached, part);
            if (new FileInfo(reached).LinkTarget is not null)
            {
                throw Problem(tensor, $"its data file '{location}' is a link or behind one, which might lead anywhere; copy the file itself");
            }
        }

        return path;
    }

    private long? Number(TensorProto tensor, string key)
    {
        if (Entry(tensor, key) is not { } text)
        {
            return null;
        }

        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number)
            ? number
            : throw Problem(tensor, $"its data file's {key} '{text}' is not a number");
    }

    private static string? Entry(TensorProto tensor, string key) => tensor.ExternalData.FirstOrDefault(entry => entry.Key == key)?.Value;

    private ImportException Problem(TensorProto tensor, string problem, Exception? inner = null) =>
        new($"{modelPath}: tensor '{tensor.Name}': {problem}", inner);
}
