namespace DeepCompression.Aot.Tests;

/// <summary>A folder outside the repository that lasts as long as the test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    /// <summary>The full path.</summary>
    public string FullPath { get; } = Directory.CreateTempSubdirectory("deepc-test-").FullName;

    /// <summary>The full path of a file or folder in it.</summary>
    public string File(params string[] parts) => Path.Combine([FullPath, .. parts]);

    /// <summary>Writes a file, with the folders it needs, and returns its full path.</summary>
    public string Write(string relativePath, ReadOnlySpan<byte> content)
    {
        string path = File(relativePath);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        System.IO.File.WriteAllBytes(path, content);
        return path;
    }

    /// <inheritdoc />
    public void Dispose() => Directory.Delete(FullPath, recursive: true);
}
