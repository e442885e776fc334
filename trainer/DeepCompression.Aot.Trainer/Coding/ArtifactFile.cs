using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Trainer.Coding;

/// <summary>Artifacts on disk.</summary>
internal static class ArtifactFile
{
    /// <summary>Reads and verifies an artifact.</summary>
    /// <exception cref="ArtifactFileException">The file is missing, unreadable, too large, or not an artifact that can be trusted.</exception>
    public static Artifact Load(string path) => Parse(path, ReadBytes(path));

    /// <summary>Verifies the content of a file.</summary>
    /// <exception cref="ArtifactFileException">It is not an artifact that can be trusted.</exception>
    public static Artifact Parse(string path, byte[] bytes)
    {
        try
        {
            return ArtifactReader.Read(bytes);
        }
        catch (ArtifactException exception)
        {
            throw new ArtifactFileException($"{path}: {exception.Message}", exception);
        }
    }

    /// <summary>Reads a file that may be an artifact.</summary>
    /// <exception cref="ArtifactFileException">The file is missing, unreadable or too large for any.</exception>
    public static byte[] ReadBytes(string path)
    {
        try
        {
            return ReadBounded(path);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ArtifactFileException($"{path}: there is no such file; 'deepc train' writes one", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ArtifactFileException($"{path}: the file cannot be read: {exception.Message}", exception);
        }
    }

    /// <summary>
    /// Writes a file completely or not at all: the bytes go to a temporary file beside it, which then takes its name. The names of
    /// interrupted attempts are never reused, and the file itself is never half-written.
    /// </summary>
    /// <exception cref="ArtifactFileException">The file cannot be written.</exception>
    public static void Save(string path, ReadOnlySpan<byte> bytes)
    {
        string temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder)
            {
                Directory.CreateDirectory(folder);
            }

            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write))
            {
                stream.Write(bytes);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentOutOfRangeException)
        {
            // The last of these is how .NET puts that a file has grown beyond what the file system or the user is allowed.
            throw new ArtifactFileException($"{path}: the file cannot be written: {exception.Message}", exception);
        }
        finally
        {
            // After a success there is nothing to delete, and that is no error.
            DeleteQuietly(temporary);
        }
    }

    private static byte[] ReadBounded(string path)
    {
        using FileStream stream = File.OpenRead(path);
        if (stream.Length > Artifact.MaxLength)
        {
            throw new ArtifactFileException($"{path}: the file has {stream.Length} bytes, more than the {Artifact.MaxLength} of any artifact; is it a .dcz file?");
        }

        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    private static void DeleteQuietly(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The error that led here says more than this one would.
        }
    }
}
