using DeepCompression.Aot.CommandLine.Hosting;

namespace DeepCompression.Aot.CommandLine.Quickstart;

/// <summary>The repository that quickstart builds the sample of.</summary>
internal static class RepositoryFolder
{
    private const string Mark = "DeepCompression.Aot.sln";

    /// <summary>The nearest folder that holds the solution, upward from the working folder or from the tool.</summary>
    /// <exception cref="CommandException">Neither is inside the repository.</exception>
    public static string Find() =>
        FindUpward(Environment.CurrentDirectory) ?? FindUpward(AppContext.BaseDirectory)
        ?? throw new CommandException(
            $"{Environment.CurrentDirectory}: quickstart builds samples/Digits of the repository; run it inside a clone, where {Mark} is");

    private static string? FindUpward(string? folder)
    {
        while (folder is not null && !File.Exists(Path.Combine(folder, Mark)))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder;
    }
}
