using DeepCompression.Aot.CommandLine.Hosting;

namespace DeepCompression.Aot.Tests.CommandLine;

/// <summary>One run of the tool inside the test process, its streams as a pipe would see them.</summary>
/// <param name="ExitCode">What the process would return.</param>
/// <param name="Output">Standard output.</param>
/// <param name="Error">Standard error.</param>
internal sealed record CommandRun(int ExitCode, string Output, string Error)
{
    public static async Task<CommandRun> Deepc(params string[] arguments) => await Deepc(CancellationToken.None, arguments);

    public static async Task<CommandRun> Deepc(CancellationToken cancellation, params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        int exitCode = await Tool.RunAsync(arguments, new Terminal(output, error, OutputIsTerminal: false, ErrorIsTerminal: false), cancellation);
        return new CommandRun(exitCode, output.ToString(), error.ToString());
    }

    /// <summary>Asserts a failure told in one line that contains each of the given parts, and nothing on standard output.</summary>
    public void AssertFails(int exitCode, params string[] parts)
    {
        Assert.Equal((exitCode, ""), (ExitCode, Output));
        string line = Assert.Single(Error.TrimEnd('\r', '\n').Split('\n'));
        Assert.StartsWith("deepc: ", line, StringComparison.Ordinal);
        Assert.All(parts, part => Assert.Contains(part, line, StringComparison.Ordinal));
        Assert.DoesNotContain("   at ", Error, StringComparison.Ordinal);
    }

    /// <summary>Asserts success.</summary>
    public CommandRun AssertSucceeds()
    {
        Assert.Equal((ExitCodes.Success, ""), (ExitCode, Error));
        return this;
    }
}
