namespace DeepCompression.Aot.Tests;

/// <summary>Finds the repository and the data folder beside it.</summary>
internal static class Repository
{
    /// <summary>The folder that holds the solution.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The shared data folder: the setting DEEPC_DATA, or <c>../shared/data</c> beside the repository.</summary>
    public static string Data { get; } =
        Environment.GetEnvironmentVariable("DEEPC_DATA") ?? Path.GetFullPath(Path.Combine(Root, "..", "shared", "data"));

    /// <summary>A file or folder of the repository by its relative path.</summary>
    public static string File(params string[] parts) => Path.Combine([Root, .. parts]);

    private static string FindRoot()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !System.IO.File.Exists(Path.Combine(folder, "DeepCompression.Aot.sln")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder ?? throw new InvalidOperationException("The tests must run from inside the repository.");
    }
}
