using System.CommandLine;
using System.CommandLine.Help;
using DeepCompression.Aot.CommandLine.Commands;

namespace DeepCompression.Aot.CommandLine.Hosting;

/// <summary>The whole tool: parses a command line, runs the command, turns failures into one line and an exit code.</summary>
internal static class Tool
{
    /// <summary>Time that a command has between Ctrl+C and being left behind: enough to end a child process.</summary>
    private static readonly TimeSpan InterruptTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Runs one command line.</summary>
    /// <param name="args">The arguments as the process got them.</param>
    /// <param name="terminal">Where to write.</param>
    /// <param name="cancellation">Interrupts the command, as Ctrl+C does.</param>
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    public static async Task<int> RunAsync(string[] args, Terminal terminal, CancellationToken cancellation = default)
    {
        // No option or name is ever empty, but a shell makes one of an unset variable.
        if (args.Contains(""))
        {
            Report(terminal, "an argument is empty. See 'deepc --help'.");
            return ExitCodes.Usage;
        }

        // File names may begin with '@': no response files.
        ParseResult parsed = CreateRoot(terminal).Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Errors.Count > 0)
        {
            ReportUsage(parsed, terminal, string.Join(' ', parsed.Errors.Select(error => error.Message)));
            return ExitCodes.Usage;
        }

        var configuration = new InvocationConfiguration
        {
            Output = terminal.Output,
            Error = terminal.Error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = InterruptTimeout,
        };
        try
        {
            return await parsed.InvokeAsync(configuration, cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            Report(terminal, "interrupted");
            return ExitCodes.Interrupted;
        }
        catch (UsageException exception)
        {
            ReportUsage(parsed, terminal, exception.Message);
            return ExitCodes.Usage;
        }
        catch (Exception exception) when (Failures.IsExpected(exception))
        {
            Report(terminal, Failures.Describe(exception));
            return ExitCodes.Failure;
        }
    }

    /// <summary>The tree of commands.</summary>
    internal static RootCommand CreateRoot(Terminal terminal)
    {
        var root = new RootCommand("Trains a neural network, compresses it and says what came out (Deep Compression, ICLR 2016).");
        root.Subcommands.Add(new QuickstartCommand(terminal));
        root.Subcommands.Add(new TrainCommand(terminal));
        root.Subcommands.Add(new CompressCommand(terminal));
        root.Subcommands.Add(new SynthesizeCommand(terminal));
        root.Subcommands.Add(new InspectCommand(terminal));
        root.Subcommands.Add(new DiffCommand(terminal));
        root.Subcommands.Add(new EvaluateCommand(terminal));
        root.Subcommands.Add(new ExportCommand(terminal));
        root.Subcommands.Add(new VerifyCommand(terminal));
        root.Subcommands.Add(new ConformanceCommand(terminal));
        root.Subcommands.Add(new FootprintCommand(terminal));
        root.Subcommands.Add(new ExperimentCommand(terminal));
        root.Subcommands.Add(new DoctorCommand(terminal));
        root.Subcommands.Add(new CompletionCommand(terminal));
        HelpOption help = root.Options.OfType<HelpOption>().Single();
        help.Action = new ExampleHelp((HelpAction)help.Action!);
        return root;
    }

    private static void ReportUsage(ParseResult parsed, Terminal terminal, string problem)
    {
        string command = parsed.CommandResult.Command is ToolCommand named ? $" {named.Name}" : "";
        Report(terminal, $"{problem} See 'deepc{command} --help'.");
    }

    private static void Report(Terminal terminal, string message) =>
        terminal.Error.WriteLine("deepc: " + message.ReplaceLineEndings(" "));
}
