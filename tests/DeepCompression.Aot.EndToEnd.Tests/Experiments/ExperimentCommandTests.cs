using System.Text.Json;
using DeepCompression.Aot.CommandLine.Hosting;
using DeepCompression.Aot.Tests.CommandLine;
using DeepCompression.Aot.Trainer.Experiments;

namespace DeepCompression.Aot.Tests.Experiments;

public class ExperimentCommandTests
{
    [Fact]
    public async Task The_list_names_every_experiment()
    {
        CommandRun run = (await CommandRun.Deepc("experiment", "--list")).AssertSucceeds();
        Assert.All(ExperimentCatalogue.All, experiment => Assert.Contains($" {experiment.Name} ", run.Output, StringComparison.Ordinal));

        using JsonDocument json = JsonDocument.Parse((await CommandRun.Deepc("experiment", "--list", "--json")).AssertSucceeds().Output);
        Assert.Equal(
            ExperimentCatalogue.All.Select(experiment => experiment.Name),
            json.RootElement.EnumerateArray().Select(entry => entry.GetProperty("name").GetString()));
    }

    [Theory]
    [InlineData("Name an experiment")]
    [InlineData("'figure-99'", "figure-99")]
    [InlineData("stands alone", "all", "table-1")]
    [InlineData("'-1'", "table-1", "--seed", "-1")]
    public async Task Wrong_usage_is_told_in_one_line(string problem, params string[] arguments) =>
        (await CommandRun.Deepc(["experiment", .. arguments])).AssertFails(ExitCodes.Usage, problem);

    [Fact]
    public async Task Data_of_another_size_are_refused_before_training()
    {
        using var folder = new TemporaryFolder();
        byte[] labels = [.. Enumerable.Range(0, 20).Select(i => (byte)(i % 10))];
        TrainingImages.Write(folder.FullPath, "train", new byte[20 * 9], labels, 3);
        TrainingImages.Write(folder.FullPath, "t10k", new byte[20 * 9], labels, 3);

        CommandRun first = await CommandRun.Deepc("experiment", "table-1", "--data", folder.FullPath, "--output", folder.File("out"));
        CommandRun second = await CommandRun.Deepc(
            "experiment", "second-data", "--quick", "--second-data", folder.FullPath, "--output", folder.File("out"));

        first.AssertFails(ExitCodes.Failure, "784 values", "have 9");
        second.AssertFails(ExitCodes.Failure, "784 values", "have 9");
    }

    [Fact]
    public async Task An_output_that_cannot_be_written_is_told_before_training()
    {
        using var folder = new TemporaryFolder();
        string file = folder.Write("file", []);

        (await CommandRun.Deepc("experiment", "table-1", "--quick", "--output", file)).AssertFails(ExitCodes.Failure, file, "cannot be written");
    }

    [Fact]
    public async Task Interrupted_it_leaves_no_half_written_file()
    {
        using var folder = new TemporaryFolder();
        using var interrupt = new CancellationTokenSource(TimeSpan.FromSeconds(1));

        CommandRun run = await CommandRun.Deepc(interrupt.Token, "experiment", "all", "--quick", "--no-cache", "--output", folder.File("out"));

        Assert.Equal(ExitCodes.Interrupted, run.ExitCode);
        Assert.DoesNotContain(Directory.GetFiles(folder.File("out")), file => file.EndsWith(".tmp", StringComparison.Ordinal));
    }
}
