using System.Text.Json;
using DeepCompression.Aot.CommandLine.Hosting;

namespace DeepCompression.Aot.Tests.CommandLine;

public class SearchCommandTests
{
    private static readonly string[] Quick =
    [
        "--recipe", "paper", "--epochs", "1", "--rounds", "1", "--prune-epochs", "0", "--retrain-epochs", "1", "--share-epochs", "0",
        "--no-cache", "--threads", "1", "--weights", "2000",
    ];

    [Fact]
    public async Task A_ratio_is_searched_with_every_trial_on_record_and_in_the_report()
    {
        using var folder = new TemporaryFolder();
        string[] command = ["train", "lenet-300-100", "--data", TrainingImages.Write(folder), "--output", folder.File("net.dcz"), "--target-ratio", "300", "--trials", "2", "--json", .. Quick];

        CommandRun run = await CommandRun.Deepc(command);
        CommandRun again = await CommandRun.Deepc(command);

        Assert.Equal((ExitCodes.Success, ExitCodes.Success), (run.ExitCode, again.ExitCode));
        Assert.Contains("trial 1 of at most 2: 2,000 weights", run.Error, StringComparison.Ordinal);
        using JsonDocument json = JsonDocument.Parse(run.Output);
        Assert.True(json.RootElement.GetProperty("ratio").GetDouble() >= 300);
        Assert.Equal(new FileInfo(folder.File("net.dcz")).Length, json.RootElement.GetProperty("fileBytes").GetInt64());
        JsonElement trials = json.RootElement.GetProperty("trials");
        Assert.Equal(["weights", "fileBytes", "ratio", "validationErrorPercent", "meetsTarget"], trials[0].EnumerateObject().Select(property => property.Name));
        Assert.True(File.Exists(folder.File("net.search.json")));

        // The second time nothing is pruned any more.
        Assert.Contains("prune 1/1", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("prune 1/1", again.Error, StringComparison.Ordinal);
        using JsonDocument other = JsonDocument.Parse(again.Output);
        Assert.Equal(trials.GetRawText(), other.RootElement.GetProperty("trials").GetRawText());
    }

    [Fact]
    public async Task What_no_trial_met_is_told_with_the_closest_and_no_file_is_written()
    {
        using var folder = new TemporaryFolder();

        CommandRun run = await CommandRun.Deepc(
            ["train", "lenet-300-100", "--data", TrainingImages.Write(folder), "--output", folder.File("net.dcz"), "--target-error", "0", "--trials", "1", "--json", .. Quick]);

        Assert.Equal((ExitCodes.Failure, ""), (run.ExitCode, run.Output));
        Assert.Contains("closest has 2,000 weights", run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(folder.File("net.dcz")));
    }

    [Theory]
    [InlineData("--target-error", "--target-ratio", "--target-error", "1", "--target-ratio", "2")]
    [InlineData("--trials", "--target-error", "--trials", "3")]
    [InlineData("--densities", "--target-error", "--target-error", "1", "--densities", "0.1")]
    [InlineData("--target-ratio", "0.5", "--target-ratio", "0.5")]
    [InlineData("--target-error", "101", "--target-error", "101")]
    public async Task Targets_that_make_no_sense_are_wrong_usage(string one, string other, params string[] options)
    {
        (await CommandRun.Deepc(["train", "lenet-5", .. options])).AssertFails(ExitCodes.Usage, one, other);
    }
}
