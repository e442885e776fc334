using System.CommandLine;
using DeepCompression.Aot.CommandLine.Completing;
using DeepCompression.Aot.CommandLine.Hosting;

namespace DeepCompression.Aot.CommandLine.Commands;

/// <summary><c>deepc completion</c>: a script by which a shell completes commands, options, their values and file names.</summary>
internal sealed class CompletionCommand : ToolCommand
{
    private readonly Argument<string> _shell = new("SHELL") { Description = "The shell that reads the script." };

    public CompletionCommand(Terminal terminal)
        : base(
            "completion",
            "Prints a script by which a shell completes deepc's commands, options and their values, and file names where these are wanted.",
            terminal,
            "deepc completion bash >> ~/.bashrc",
            "deepc completion zsh >> ~/.zshrc",
            "deepc completion powershell >> $PROFILE")
    {
        _shell.AcceptOnlyFromAmong([.. CompletionScripts.Shells]);
        Arguments.Add(_shell);
    }

    protected override Task<int> RunAsync(ParseResult arguments, CancellationToken cancellation)
    {
        Terminal.Output.Write(CompletionScripts.Find(arguments.GetRequiredValue(_shell)));
        return Task.FromResult(ExitCodes.Success);
    }
}
