using DeepCompression.Aot.Format;
using DeepCompression.Aot.Tests;
using DeepCompression.Aot.Trainer.Coding;

namespace DeepCompression.Aot.Trainer.Tests.Coding;

public sealed class ArtifactFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("deepc-artifact-file-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void What_is_saved_is_loaded_and_nothing_else_is_left_behind()
    {
        string path = Path.Combine(_folder, "new", "folder", "model.dcz");
        ArtifactFile.Save(path, [1, 2, 3]);
        ArtifactFile.Save(path, WorkedExample.Bytes);

        Assert.Equal(ArtifactReader.Read(WorkedExample.Bytes), ArtifactFile.Load(path));
        Assert.Equal([path], Directory.GetFiles(Path.GetDirectoryName(path)!));
    }

    [Fact]
    public void A_save_that_fails_leaves_no_file_behind()
    {
        string path = Path.Combine(_folder, "taken");
        Directory.CreateDirectory(path);

        var exception = Assert.Throws<ArtifactFileException>(() => ArtifactFile.Save(path, [1]));
        Assert.StartsWith(path, exception.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_folder));
    }

    [Fact]
    public void A_missing_file_is_named_with_the_command_that_makes_one()
    {
        string path = Path.Combine(_folder, "missing.dcz");

        var exception = Assert.Throws<ArtifactFileException>(() => ArtifactFile.Load(path));
        Assert.Equal($"{path}: there is no such file; 'deepc train' writes one", exception.Message);
    }

    [Fact]
    public void A_folder_is_not_an_artifact()
    {
        var exception = Assert.Throws<ArtifactFileException>(() => ArtifactFile.Load(_folder));
        Assert.StartsWith(_folder, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_corrupt_file_is_named_with_the_check_it_fails()
    {
        string path = Repository.File("tests", "golden", "corrupt", "truncated.dcz");

        var exception = Assert.Throws<ArtifactFileException>(() => ArtifactFile.Load(path));
        Assert.StartsWith($"{path}: the checksum does not match", exception.Message, StringComparison.Ordinal);
        Assert.Equal(ArtifactFault.ChecksumMismatch, Assert.IsType<ArtifactException>(exception.InnerException).Fault);
    }

    [Fact]
    public void A_file_beyond_the_limit_is_refused_without_being_read()
    {
        string path = Path.Combine(_folder, "huge.dcz");
        using (FileStream stream = File.Create(path))
        {
            // Only its length: no file system worth its name writes zeros for this.
            stream.SetLength(Artifact.MaxLength + 1L);
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        var exception = Assert.Throws<ArtifactFileException>(() => ArtifactFile.Load(path));
        Assert.Contains("more than the 1073741824 of any artifact", exception.Message, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }
}
