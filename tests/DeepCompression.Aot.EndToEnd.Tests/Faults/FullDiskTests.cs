using DeepCompression.Aot.CommandLine.Hosting;
using DeepCompression.Aot.Tests.Build;
using DeepCompression.Aot.Tests.CommandLine;

namespace DeepCompression.Aot.Tests.Faults;

/// <summary>A full disk is one line that names the file; what was there before stays, and nothing is left half-written.</summary>
[Collection(Builds.Name)]
[Trait("Category", "Slow")]
public sealed class FullDiskTests : IDisposable
{
    private static readonly string Deepc = Path.Combine(AppContext.BaseDirectory, "deepc.dll");

    private readonly TemporaryFolder _work = new();
    private readonly TemporaryFolder _disk = new();

    public void Dispose()
    {
        _work.Dispose();
        _disk.Dispose();
    }

    [SmallDiskFact]
    public async Task Export_leaves_the_file_that_was_there()
    {
        string artifact = SampleArtifact.Write(_work.FullPath, "lenet-300-100");
        string model = _disk.Write("model.onnx", "of an earlier run"u8);

        await AssertKeepsWhatWasThere(model, kilobytes: 64, "export", artifact, "--onnx", model);
    }

    [SmallDiskFact]
    public async Task Compress_leaves_the_file_that_was_there()
    {
        string artifact = SampleArtifact.Write(_work.FullPath, "lenet-300-100");
        string model = _work.File("model.onnx");
        (await CommandRun.Deepc("export", artifact, "--onnx", model)).AssertSucceeds();
        string output = _disk.Write("net.dcz", "of an earlier run"u8);

        await AssertKeepsWhatWasThere(output, kilobytes: 8, "compress", model, "-o", output);
    }

    [SmallDiskFact]
    public async Task Training_leaves_the_file_that_was_there()
    {
        string output = _disk.Write("net.dcz", "of an earlier run"u8);

        SmallDisk disk = await SmallDisk.Start(_disk.FullPath, kilobytes: 4, ["dotnet", Deepc, .. Train(output), "--no-cache"]);

        AssertSaysSo(disk, output);
        AssertOnlyOneFile(disk, output);
    }

    [SmallDiskFact]
    public async Task A_checkpoint_without_room_costs_its_time_and_not_the_result()
    {
        string output = _work.File("net.dcz");

        SmallDisk disk = await SmallDisk.Start(_disk.FullPath, kilobytes: 64, ["env", $"DEEPC_CACHE={_disk.FullPath}", "dotnet", Deepc, .. Train(output)]);

        Assert.Equal(ExitCodes.Success, disk.Run.ExitCode);
        Assert.Contains("could not be cached", disk.Run.Output + disk.Run.Error, StringComparison.Ordinal);
        Assert.Empty(disk.Files);
        (await CommandRun.Deepc("inspect", output)).AssertSucceeds();
    }

    [SmallDiskFact]
    public async Task A_build_says_which_artifact_did_not_fit()
    {
        using ConsumerProject project = ConsumerProject.FromSource();
        project.Write("third/model.dcz", new byte[200_000]);
        (await ProcessRun.Dotnet(project.Folder, "restore", "-nologo")).AssertSucceeds();
        string output = project.PathOf("obj", ConsumerProject.Configuration);
        Directory.CreateDirectory(output);

        SmallDisk disk = await SmallDisk.Start(
            output, kilobytes: 128, "dotnet", "build", project.Folder, "--no-restore", "-nologo", "-p:BuildProjectReferences=false", $"-p:Configuration={ConsumerProject.Configuration}");

        Assert.Equal(1, disk.Run.ExitCode);
        Assert.Contains("error DC0102: ", disk.Run.Output, StringComparison.Ordinal);
        Assert.Contains("third/model.dcz", disk.Run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("MSB4018", disk.Run.Output, StringComparison.Ordinal);
        string folder = Path.Combine("net10.0", "DeepCompression");
        Assert.All(disk.Files.Keys.Where(name => name.StartsWith(folder, StringComparison.Ordinal)), name => Assert.EndsWith(".txt", name, StringComparison.Ordinal));
    }

    private string[] Train(string output) =>
        ["train", "lenet-300-100", "--data", TrainingImages.Write(_work), "--epochs", "1", "--rounds", "1", "--output", output];

    private async Task AssertKeepsWhatWasThere(string file, int kilobytes, params string[] arguments)
    {
        SmallDisk disk = await SmallDisk.Start(_disk.FullPath, kilobytes, ["dotnet", Deepc, .. arguments]);

        AssertSaysSo(disk, file);
        AssertOnlyOneFile(disk, file);
    }

    /// <summary>In one line, whatever progress came before it.</summary>
    private static void AssertSaysSo(SmallDisk disk, string file)
    {
        Assert.Equal(ExitCodes.Failure, disk.Run.ExitCode);
        string line = Assert.Single(disk.Run.Error.TrimEnd().Split('\n'));
        Assert.StartsWith($"deepc: {file}: the file cannot be written: ", line, StringComparison.Ordinal);
    }

    private static void AssertOnlyOneFile(SmallDisk disk, string file)
    {
        (string name, byte[] content) = Assert.Single(disk.Files);
        Assert.Equal(Path.GetFileName(file), name);
        Assert.Equal("of an earlier run"u8.ToArray(), content);
    }
}
