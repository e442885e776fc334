namespace DeepCompression.Aot.CommandLine.Hosting;

/// <summary>Files that a command will write when its work is done.</summary>
internal static class OutputFile
{
    /// <summary>Tries, before long work, whether its result can be written where it shall go.</summary>
    /// <exception cref="CommandException">It cannot.</exception>
    public static void RequireWritable(string path)
    {
        if (Directory.Exists(path))
        {
            throw new CommandException($"{path}: this is a folder; name a file to write");
        }

        try
        {
            string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
            Directory.CreateDirectory(folder);
            string probe = Path.Combine(folder, Path.GetRandomFileName());
            File.Create(probe, bufferSize: 1, FileOptions.DeleteOnClose).Dispose();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CommandException($"{path}: the file cannot be written: {exception.Message}", exception);
        }
    }
}
