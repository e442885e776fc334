using DeepCompression.Aot.GoldenFiles;
using DeepCompression.Aot.Tests;

// Rewrites tests/golden: after a change of the format, this is the command that renews the golden files.
string folder = Repository.File("tests", "golden");
if (Directory.Exists(folder))
{
    Directory.Delete(folder, recursive: true);
}

IReadOnlyList<GoldenFile> files = GoldenFileSet.Create();
foreach (GoldenFile file in files)
{
    string path = Path.Combine(folder, file.Path);
    Directory.CreateDirectory(Path.GetDirectoryName(path)!);
    File.WriteAllBytes(path, file.Bytes);
}

Console.WriteLine($"{files.Count} files written to tests/golden");
