using DeepCompression.Aot.GoldenFiles;
using DeepCompression.Aot.Tests;

// Rewrites tests/golden: after a change of the format, this is the command that renews the golden files.
string folder = Repository.File("tests", "golden");
if (Directory.Exists(folder))
{
    Directory.Delete(folder, recursive: true);
}

foreach (GoldenFile file in GoldenFileSet.Create())
{
    string path = Path.Combine(folder, file.Path);
    Directory.CreateDirectory(Path.GetDirectoryName(path)!);
    File.WriteAllBytes(path, file.Bytes);
}

Console.WriteLine($"{GoldenFileSet.Create().Count} files written to tests/golden");
