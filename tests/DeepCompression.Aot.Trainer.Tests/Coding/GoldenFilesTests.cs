using DeepCompression.Aot.GoldenFiles;
using DeepCompression.Aot.Tests;

namespace DeepCompression.Aot.Trainer.Tests.Coding;

public sealed class GoldenFilesTests
{
    [Fact]
    public void The_checked_in_golden_files_are_those_that_the_program_writes()
    {
        string folder = Repository.File("tests", "golden");
        IReadOnlyList<GoldenFile> expected = GoldenFileSet.Create();

        string[] present = [.. Directory.GetFiles(folder, "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(folder, path).Replace('\\', '/'))
            .Order(StringComparer.Ordinal)];
        Assert.Equal(expected.Select(file => file.Path).Order(StringComparer.Ordinal), present);
        Assert.All(expected, file => Assert.True(
            File.ReadAllBytes(Path.Combine(folder, file.Path)).SequenceEqual(file.Bytes),
            $"{file.Path} is not what 'dotnet run --project tests/GoldenFiles' writes; run it and look at the difference"));
    }
}
