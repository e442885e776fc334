using System.CommandLine;
using DeepCompression.Aot.CommandLine.Hosting;
using DeepCompression.Aot.CommandLine.Reporting;

namespace DeepCompression.Aot.CommandLine.Commands;

/// <summary><c>deepc diff</c>: what became of a network between two artifacts.</summary>
internal sealed class DiffCommand : ToolCommand
{
    private readonly Argument<string> _before = new("BEFORE") { Description = "An artifact, a .dcz file." };
    private readonly Argument<string> _after = new("AFTER") { Description = "The artifact to compare it with." };
    private readonly Option<bool> _json = CreateJsonOption();

    public DiffCommand(Terminal terminal)
        : base(
            "diff",
            "Compares two artifacts: sizes, what they say of themselves, graphs, and layer by layer which weights were removed, added and changed.",
            terminal,
            "deepc diff lenet-5.dcz lenet-5-smaller.dcz",
            "deepc diff lenet-5.dcz lenet-5-smaller.dcz --json")
    {
        Arguments.Add(_before);
        Arguments.Add(_after);
        Options.Add(_json);
    }

    protected override Task<int> RunAsync(ParseResult arguments, CancellationToken cancellation)
    {
        StoredArtifact before = StoredArtifact.Load(arguments.GetRequiredValue(_before));
        cancellation.ThrowIfCancellationRequested();
        var report = DifferenceReport.Create(before, StoredArtifact.Load(arguments.GetRequiredValue(_after)));
        if (arguments.GetValue(_json))
        {
            JsonReport.Write(Terminal.Output, report);
        }
        else
        {
            DifferenceText.Write(Terminal.OutputConsole(), report);
        }

        return Task.FromResult(ExitCodes.Success);
    }
}
