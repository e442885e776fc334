namespace DeepCompression.Aot.Tests.Packaging;

/// <summary>The package, packed once from the sources into a folder of its own.</summary>
public sealed class PackageFeed : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    /// <summary>The folder that holds the package, to be named as a source.</summary>
    public string Folder => _folder.FullPath;

    /// <summary>A version that no cache has seen.</summary>
    public string Version { get; } = $"0.0.0-test.{Guid.NewGuid():N}";

    /// <summary>The package file.</summary>
    public string Package => _folder.File($"DeepCompression.Aot.{Version}.nupkg");

    /// <summary>
    /// The text of a nuget.config for a project that gets it, whose packages go to a folder of its own; what the machine has already is not
    /// fetched again.
    /// </summary>
    public string Configuration()
    {
        string cache = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        Directory.CreateDirectory(cache);
        return $"""
            <configuration>
              <config><add key="globalPackagesFolder" value="packages" /></config>
              <packageSources><add key="packed" value="{Folder}" /></packageSources>
              <fallbackPackageFolders><add key="cache" value="{cache}" /></fallbackPackageFolders>
            </configuration>
            """;
    }

    /// <summary>Packs another project of the repository into the folder.</summary>
    public async Task Pack(string project) => (await ProcessRun.Dotnet(
        Repository.Root, "pack", project, "-c", "Release", "-o", Folder, "-nologo", "-v:q", $"-p:PackageVersion={Version}")).AssertSucceeds();

    public Task InitializeAsync() => Pack("runtime/DeepCompression.Aot.Runtime");

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _folder.Dispose();
}
