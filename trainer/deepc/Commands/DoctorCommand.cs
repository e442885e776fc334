using System.CommandLine;
using DeepCompression.Aot.CommandLine.Hosting;
using DeepCompression.Aot.CommandLine.Reporting;
using DeepCompression.Aot.Runtime;

namespace DeepCompression.Aot.CommandLine.Commands;

/// <summary><c>deepc doctor</c>: what this machine has of what the work can use.</summary>
internal sealed class DoctorCommand : ToolCommand
{
    private readonly Option<bool> _json = CreateJsonOption();

    public DoctorCommand(Terminal terminal)
        : base(
            "doctor",
            "Reports what this machine has: instruction sets, the kernels they allow, and the optional parts, with how to get those that are missing.",
            terminal,
            "deepc doctor",
            "deepc doctor --json",
            $"{Instructions.Variable}=avx2 deepc doctor") => Options.Add(_json);

    protected override Task<int> RunAsync(ParseResult arguments, CancellationToken cancellation)
    {
        DiagnosisReport report = Diagnose();
        if (arguments.GetValue(_json))
        {
            JsonReport.Write(Terminal.Output, report);
        }
        else
        {
            DiagnosisText.Write(Terminal.OutputConsole(), report);
        }

        return Task.FromResult(ExitCodes.Success);
    }

    private static DiagnosisReport Diagnose()
    {
        try
        {
            return DiagnosisReport.Create();
        }
        catch (InvalidOperationException exception)
        {
            throw new CommandException(exception.Message, exception);
        }
    }
}
