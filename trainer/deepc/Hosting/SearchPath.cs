namespace DeepCompression.Aot.CommandLine.Hosting;

/// <summary>Programs that the shell would find.</summary>
internal static class SearchPath
{
    /// <summary>The file that a program's name stands for, or null where there is none.</summary>
    /// <param name="program">The name, without the extension that Windows adds.</param>
    public static string? Find(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, OperatingSystem.IsWindows() ? program + ".exe" : program))
            .FirstOrDefault(File.Exists);
}
