using System.Text.Json;
using DeepCompression.Aot.CommandLine.Hosting;
using DeepCompression.Aot.Tests.Build;

namespace DeepCompression.Aot.Tests.CommandLine;

[Collection(Builds.Name)]
[Trait("Category", "Slow")]
public class QuickstartCommandTests
{
    [Fact]
    public async Task From_no_data_to_a_running_executable()
    {
        using var folder = new TemporaryFolder();

        CommandRun run = await CommandRun.Deepc("quickstart", "--output", folder.FullPath, "--json");

        Assert.True(run.ExitCode == ExitCodes.Success, run.Error);
        using JsonDocument json = JsonDocument.Parse(run.Output);
        JsonElement root = json.RootElement;
        Assert.Equal(
            ["file", "fileBytes", "denseBytes", "ratio", "errorPercent", "denseErrorPercent", "program", "programBytes", "nativeAot",
                "latencyMicroseconds", "seconds", "layers"],
            root.EnumerateObject().Select(property => property.Name));
        Assert.True(root.GetProperty("nativeAot").GetBoolean());
        Assert.Equal(new FileInfo(root.GetProperty("program").GetString()!).Length, root.GetProperty("programBytes").GetInt64());
        Assert.Equal(new FileInfo(folder.File("lenet-300-100.dcz")).Length, root.GetProperty("fileBytes").GetInt64());
        Assert.InRange(root.GetProperty("ratio").GetDouble(), 40, 1000);
        Assert.InRange(root.GetProperty("errorPercent").GetDouble(), 0.3, 5);
        Assert.InRange(root.GetProperty("latencyMicroseconds").GetDouble(), 0.1, 1000);

        CommandRun evaluated = await CommandRun.Deepc("evaluate", folder.File("lenet-300-100.dcz"), "--data", folder.File("test-images"), "--json");
        using JsonDocument evaluation = JsonDocument.Parse(evaluated.AssertSucceeds().Output);
        Assert.Equal(root.GetProperty("errorPercent").GetDouble(), evaluation.RootElement.GetProperty("errorPercent").GetDouble(), 0.02);
    }

    [Fact]
    public async Task Interrupted_while_it_trains_it_leaves_nothing_half_written()
    {
        using var folder = new TemporaryFolder();
        using var interrupt = new CancellationTokenSource(TimeSpan.FromSeconds(2));

        CommandRun run = await CommandRun.Deepc(interrupt.Token, "quickstart", "--output", folder.FullPath);

        Assert.Equal(ExitCodes.Interrupted, run.ExitCode);
        Assert.Empty(Directory.GetFileSystemEntries(folder.FullPath));
    }
}
