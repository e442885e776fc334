using Spectre.Console;

namespace DeepCompression.Aot.CommandLine.Hosting;

/// <summary>Where a command writes. Escape codes go only to a stream that is a terminal.</summary>
/// <param name="Output">Results.</param>
/// <param name="Error">Errors, and progress where the output is for a program.</param>
/// <param name="OutputIsTerminal">Whether a person watches <paramref name="Output"/>.</param>
/// <param name="ErrorIsTerminal">Whether a person watches <paramref name="Error"/>.</param>
internal sealed record Terminal(TextWriter Output, TextWriter Error, bool OutputIsTerminal, bool ErrorIsTerminal)
{
    /// <summary>Wide enough that nothing a pipe reads is broken over two lines.</summary>
    private const int PipeWidth = 4096;

    /// <summary>Whether a terminal gets colours, which the variable <c>NO_COLOR</c> forbids (no-color.org).</summary>
    public bool WantsColours { get; init; } = string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));

    /// <summary>The process's own streams.</summary>
    public static Terminal OfProcess() =>
        new(Console.Out, Console.Error, !Console.IsOutputRedirected, !Console.IsErrorRedirected);

    /// <summary>A console for tables and progress bars on the output.</summary>
    public IAnsiConsole OutputConsole() => CreateConsole(Output, OutputIsTerminal);

    /// <summary>A console for tables and progress bars on the error stream.</summary>
    public IAnsiConsole ErrorConsole() => CreateConsole(Error, ErrorIsTerminal);

    private IAnsiConsole CreateConsole(TextWriter writer, bool isTerminal)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = isTerminal ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = isTerminal && WantsColours ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = isTerminal ? InteractionSupport.Detect : InteractionSupport.No,
            Out = new AnsiConsoleOutput(writer),
        });
        if (!isTerminal)
        {
            console.Profile.Width = PipeWidth;
        }

        return console;
    }
}
