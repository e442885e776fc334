using System.CommandLine;
using System.CommandLine.Parsing;
using DeepCompression.Aot.CommandLine.Hosting;
using Spectre.Console;

namespace DeepCompression.Aot.Tests.CommandLine;

/// <summary>What holds for every command of the tool.</summary>
public sealed class CommandTreeTests
{
    /// <summary>A script is not a report.</summary>
    private const string WithoutReport = "completion";

    private static readonly Terminal Nowhere = new(TextWriter.Null, TextWriter.Null, OutputIsTerminal: false, ErrorIsTerminal: false);

    public static TheoryData<string> Names => [.. Tool.CreateRoot(Nowhere).Subcommands.Select(command => command.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_command_its_arguments_and_its_options_are_described(string name)
    {
        ToolCommand command = Find(name);

        Assert.All(
            command.Options.Select(option => option.Description).Concat(command.Arguments.Select(argument => argument.Description)).Append(command.Description),
            description => Assert.Matches(@"\S.*\S\.$", description));
    }

    /// <summary>Options that exclude or need others say so when the command runs; the line itself is right.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void A_command_has_examples_that_are_right(string name)
    {
        ToolCommand command = Find(name);

        Assert.NotEmpty(command.Examples);
        Assert.All(command.Examples, example =>
        {
            string line = example[(example.IndexOf($" {name}", StringComparison.Ordinal) + 1)..].Split(">>")[0];
            ParseResult parsed = Tool.CreateRoot(Nowhere).Parse([.. CommandLineParser.SplitCommandLine(line)]);
            Assert.True(parsed.Errors.Count == 0, $"{example}: {string.Join(' ', parsed.Errors)}");
            Assert.Equal(name, parsed.CommandResult.Command.Name);
        });
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task The_help_of_a_command_shows_its_examples_and_every_exit_code(string name)
    {
        CommandRun run = (await CommandRun.Deepc(name, "--help")).AssertSucceeds();

        Assert.All(Find(name).Examples, example => Assert.Contains("  " + example, run.Output, StringComparison.Ordinal));
        Assert.All(ExitCodes.Descriptions, line => Assert.Contains("  " + line, run.Output, StringComparison.Ordinal));
        Assert.DoesNotContain('\u001b', run.Output);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_command_that_reports_does_so_as_json_too(string name) =>
        Assert.Equal(name != WithoutReport, Find(name).Options.Any(option => option.Name == "--json"));

    /// <summary>What has begun ends as interrupted, and leaves no file behind; what takes no time may be done.</summary>
    [Theory]
    [InlineData("train", "lenet-300-100", "--data", "drawn", "--no-cache", "-o", "OUT")]
    [InlineData("train", "lenet-300-100", "--data", "drawn", "--no-cache", "--target-ratio", "100", "-o", "OUT")]
    [InlineData("compress", "MODEL", "-o", "OUT")]
    [InlineData("compress", "MODEL", "--data", "drawn", "--retrain", "--density", "0.1", "-o", "OUT")]
    [InlineData("compress", "MODEL", "--data", "drawn", "--target-change", "5", "-o", "OUT")]
    [InlineData("synthesize", "alexnet", "-o", "OUT")]
    [InlineData("inspect", "ARTIFACT", "--html", "OUT")]
    [InlineData("evaluate", "ARTIFACT", "--data", "drawn", "--predictions", "OUT")]
    [InlineData("export", "ARTIFACT", "--onnx", "OUT")]
    [InlineData("export", "ARTIFACT", "--c-reference", "OUT")]
    [InlineData("experiment", "table-1", "--quick", "--no-cache", "--output", "OUT")]
    [InlineData("quickstart", "--output", "OUT")]
    [InlineData("diff", "ARTIFACT", "ARTIFACT")]
    [InlineData("verify", "ARTIFACT")]
    [InlineData("footprint", "ARTIFACT", "--mcu", "cortex-m7")]
    public async Task Interrupted_a_command_says_so_and_leaves_no_file(params string[] arguments)
    {
        using var folder = new TemporaryFolder();
        string artifact = SampleArtifact.Write(folder.FullPath, "lenet-300-100");
        string model = folder.Write("model.onnx", SmallModel.Onnx);
        string output = folder.File("out");
        string[] line = [.. arguments.Select(argument => argument switch { "ARTIFACT" => artifact, "MODEL" => model, "OUT" => output, _ => argument })];

        CommandRun run = await CommandRun.Deepc(new CancellationToken(canceled: true), line);

        Assert.Equal((ExitCodes.Interrupted, "deepc: interrupted"), (run.ExitCode, run.Error.TrimEnd().Split('\n')[^1]));
        Assert.DoesNotContain(Directory.EnumerateFiles(folder.FullPath, "*", SearchOption.AllDirectories), file => file != artifact && file != model);
    }

    [Fact]
    public void Colours_are_off_when_piped_or_unwanted()
    {
        var piped = new Terminal(TextWriter.Null, TextWriter.Null, OutputIsTerminal: false, ErrorIsTerminal: false) { WantsColours = true };
        var unwanted = new Terminal(TextWriter.Null, TextWriter.Null, OutputIsTerminal: true, ErrorIsTerminal: true) { WantsColours = false };

        Assert.Equal(ColorSystem.NoColors, piped.OutputConsole().Profile.Capabilities.ColorSystem);
        Assert.Equal(ColorSystem.NoColors, unwanted.OutputConsole().Profile.Capabilities.ColorSystem);
        Assert.Equal(ColorSystem.NoColors, unwanted.ErrorConsole().Profile.Capabilities.ColorSystem);
    }

    private static ToolCommand Find(string name) => (ToolCommand)Tool.CreateRoot(Nowhere).Subcommands.Single(command => command.Name == name);
}
