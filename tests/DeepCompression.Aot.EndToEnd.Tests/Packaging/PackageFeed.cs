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

    public async Task InitializeAsync() => (await ProcessRun.Dotnet(
        Repository.Root, "pack", "runtime/DeepCompression.Aot.Runtime", "-c", "Release", "-o", Folder, "-nologo", "-v:q", $"-p:PackageVersion={Version}")).AssertSucceeds();

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _folder.Dispose();
}
