using DeepCompression.Aot.CommandLine.Hosting;
using DeepCompression.Aot.CommandLine.Training;
using DeepCompression.Aot.Trainer.Data;
using DeepCompression.Aot.Trainer.Pipeline;
using DeepCompression.Aot.Trainer.Reports;
using Spectre.Console;

namespace DeepCompression.Aot.CommandLine.Reporting;

/// <summary>
/// What a run of training shows: progress and tables on standard output, or, where that is kept for JSON, on standard error.
/// </summary>
internal sealed class TrainingScreen
{
    private readonly Terminal _terminal;
    private readonly bool _json;
    private readonly bool _isTerminal;
    private readonly IAnsiConsole _console;

    public TrainingScreen(Terminal terminal, bool json)
    {
        _terminal = terminal;
        _json = json;
        _isTerminal = json ? terminal.ErrorIsTerminal : terminal.OutputIsTerminal;
        _console = json ? terminal.ErrorConsole() : terminal.OutputConsole();
        Notices = json ? terminal.Error : terminal.Output;
    }

    /// <summary>Takes plain lines.</summary>
    public TextWriter Notices { get; }

    public IProgressView CreateProgressView() =>
        _isTerminal ? new BarProgress(_console, ShowStage) : new LineProgress(Notices, ShowStage);

    /// <summary>Says what is about to be done.</summary>
    public void ShowStart(TrainingJob job, DatasetSplits data) => Notices.WriteLine(
        $"{job.Network.Name} on {data.Train.Name}: {data.Train.Count:N0} training, {data.Validation.Count:N0} validation, " +
        $"{data.Test.Count:N0} test images; seed {job.Recipe.Seed}");

    /// <summary>The report: JSON for a program, the whole table and a line for a person.</summary>
    public void ShowResult(TrainingReport report)
    {
        if (_json)
        {
            JsonReport.Write(_terminal.Output, report);
        }
        else
        {
            ShowTable(report);
        }
    }

    /// <summary>The layers of the artifact, and a line that sums it up.</summary>
    public void ShowTable(TrainingReport report)
    {
        _console.Write(LayerTable.Create(new ArtifactReport(report.Layers, report.FileBytes)));
        Notices.WriteLine(report.Summary());
    }

    private void ShowStage(StageReport stage)
    {
        Notices.WriteLine($"{ProgressText.Of(stage.Stage)}: validation error {stage.ValidationErrorPercent:F2} % after {stage.Seconds:F1} s");
        // The last table comes with the result, where the whole file is known.
        if (stage.Layers.Count > 0 && stage.Stage != PipelineStage.Encode)
        {
            _console.Write(LayerTable.Create(stage.Layers, stage.Stage == PipelineStage.Prune ? "P" : "P+Q"));
        }
    }
}
