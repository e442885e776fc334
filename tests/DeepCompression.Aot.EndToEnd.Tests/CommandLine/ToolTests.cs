using DeepCompression.Aot.CommandLine.Hosting;

namespace DeepCompression.Aot.Tests.CommandLine;

public class ToolTests
{
    [Theory]
    [InlineData("--help")]
    [InlineData("-h")]
    public async Task The_tools_own_help_lists_the_commands(string option)
    {
        CommandRun run = (await CommandRun.Deepc(option)).AssertSucceeds();

        Assert.All(
            ["quickstart", "train <lenet-300-100|lenet-5>", "compress <MODEL>", "inspect <FILE>", "diff <BEFORE> <AFTER>", "evaluate <FILE>", "export <FILE>", "doctor", "experiment <NAME>"],
            command => Assert.Contains("  " + command, run.Output, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("no-such-command")]
    [InlineData("inspect", "one.dcz", "two.dcz")]
    [InlineData("inspect", "one.dcz", "--no-such-option")]
    [InlineData("inspect", "")]
    [InlineData("inspect")]
    [InlineData]
    public async Task Wrong_usage_is_told_in_one_line(params string[] arguments)
    {
        (await CommandRun.Deepc(arguments)).AssertFails(ExitCodes.Usage, "--help");
    }
}
