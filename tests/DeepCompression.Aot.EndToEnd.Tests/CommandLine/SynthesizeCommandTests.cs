using System.Text.Json;
using DeepCompression.Aot.CommandLine.Hosting;

namespace DeepCompression.Aot.Tests.CommandLine;

public class SynthesizeCommandTests
{
    [Fact]
    public async Task What_is_written_is_labelled_synthetic_wherever_it_is_shown()
    {
        using var folder = new TemporaryFolder();
        string file = folder.File("squeezenet.dcz");

        CommandRun run = await CommandRun.Deepc("synthesize", "squeezenet", "-o", file, "--seed", "5", "--json");

        Assert.Equal(ExitCodes.Success, run.ExitCode);
        using JsonDocument report = JsonDocument.Parse(run.Output);
        Assert.StartsWith("synthetic", report.RootElement.GetProperty("data").GetString(), StringComparison.Ordinal);
        Assert.Equal(new FileInfo(file).Length, report.RootElement.GetProperty("fileBytes").GetInt64());
        Assert.Equal(26, report.RootElement.GetProperty("layers").GetArrayLength());
        CommandRun card = (await CommandRun.Deepc("inspect", file)).AssertSucceeds();
        Assert.Contains("synthetic: random weights, never trained", card.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_network_that_is_not_known_is_wrong_usage()
    {
        CommandRun run = await CommandRun.Deepc("synthesize", "resnet", "-o", "x.dcz");

        run.AssertFails(ExitCodes.Usage, "'resnet'", "vgg16");
    }
}
