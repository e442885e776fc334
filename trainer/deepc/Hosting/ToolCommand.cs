using System.CommandLine;

namespace DeepCompression.Aot.CommandLine.Hosting;

/// <summary>A command of the tool, with examples for its help text.</summary>
internal abstract class ToolCommand : Command
{
    protected ToolCommand(string name, string description, Terminal terminal, params string[] examples)
        : base(name, description)
    {
        Terminal = terminal;
        Examples = examples;
        SetAction(RunAsync);
    }

    /// <summary>Whole command lines, as a user would type them.</summary>
    public IReadOnlyList<string> Examples { get; }

    protected Terminal Terminal { get; }

    /// <summary>Does the work and returns one of <see cref="ExitCodes"/>.</summary>
    protected abstract Task<int> RunAsync(ParseResult arguments, CancellationToken cancellation);

    /// <summary>The switch that every reporting command has.</summary>
    protected static Option<bool> CreateJsonOption() =>
        new("--json") { Description = "Write the report as JSON, and nothing else, to standard output." };

    /// <summary>The artifact that a command reads.</summary>
    protected static Argument<string> CreateFileArgument() =>
        new("FILE") { Description = "The artifact, a .dcz file." };
}
