using System.CommandLine;
using System.Text;
using DeepCompression.Aot.CommandLine.Hosting;
using DeepCompression.Aot.CommandLine.Reporting;
using DeepCompression.Aot.Trainer.Coding;
using DeepCompression.Aot.Trainer.Reports;

namespace DeepCompression.Aot.CommandLine.Commands;

/// <summary><c>deepc inspect</c>: what an artifact holds and what each part of it takes.</summary>
internal sealed class InspectCommand : ToolCommand
{
    private readonly Argument<string> _file = CreateFileArgument();
    private readonly Option<string?> _html = new("--html")
    {
        Description = "Write a page instead, with pictures of where the weights are, what they are and where the bytes go; it loads nothing.",
        HelpName = "OUT",
    };

    private readonly Option<bool> _json = CreateJsonOption();

    public InspectCommand(Terminal terminal)
        : base(
            "inspect",
            "Shows an artifact: its model card, the sizes, densities and entropies of each layer, the graph. Every rule of the format is checked on the way.",
            terminal,
            "deepc inspect lenet-300-100.dcz",
            "deepc inspect lenet-5.dcz --html lenet-5.html",
            "deepc inspect lenet-5.dcz --json")
    {
        Arguments.Add(_file);
        Options.Add(_html);
        Options.Add(_json);
    }

    protected override Task<int> RunAsync(ParseResult arguments, CancellationToken cancellation)
    {
        string file = arguments.GetRequiredValue(_file);
        StoredArtifact stored = StoredArtifact.Load(file);
        var sizes = ArtifactReport.Of(stored.Artifact, stored.FileBytes);
        var report = InspectionReport.Create(file, stored.Artifact, sizes);
        string? page = arguments.GetValue(_html);
        if (page is not null)
        {
            ArtifactFile.Save(page, Encoding.UTF8.GetBytes(InspectionPage.Write(report, stored.Artifact, sizes, cancellation)));
        }

        if (arguments.GetValue(_json))
        {
            JsonReport.Write(Terminal.Output, report);
        }
        else if (page is not null)
        {
            Terminal.Output.WriteLine($"The page of {file} is {page}.");
        }
        else
        {
            InspectionText.Write(Terminal.OutputConsole(), report, sizes);
        }

        return Task.FromResult(ExitCodes.Success);
    }
}
