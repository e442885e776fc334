using DeepCompression.Aot.CommandLine.Hosting;
using DeepCompression.Aot.CommandLine.Reporting;
using DeepCompression.Aot.Trainer.Experiments;
using Spectre.Console;

namespace DeepCompression.Aot.CommandLine.Experiments;

/// <summary>What a run of experiments shows: progress on standard output, or, where that is kept for JSON, on standard error.</summary>
internal sealed class ExperimentScreen(Terminal terminal, bool json)
{
    /// <summary>Takes plain lines.</summary>
    public TextWriter Notices => json ? terminal.Error : terminal.Output;

    /// <summary>Bars for a person; for pipes a line for what each experiment says, without the epochs of its many trainings.</summary>
    public IProgressView CreateProgressView()
    {
        bool isTerminal = json ? terminal.ErrorIsTerminal : terminal.OutputIsTerminal;
        return isTerminal ? new BarProgress(json ? terminal.ErrorConsole() : terminal.OutputConsole(), _ => { }) : new NoticeProgress(Notices);
    }

    public void ShowList(IReadOnlyList<Experiment> experiments)
    {
        ExperimentDescription[] list = [.. experiments.Select(experiment => new ExperimentDescription(experiment.Name, experiment.Title, experiment.Question))];
        if (json)
        {
            JsonReport.Write(terminal.Output, list);
            return;
        }

        Table table = new Table().Border(TableBorder.Simple).AddColumn("name").AddColumn("shows");
        foreach (ExperimentDescription experiment in list)
        {
            table.AddRow(Markup.Escape(experiment.Name), Markup.Escape(experiment.Title));
        }

        terminal.OutputConsole().Write(table);
    }

    public void ShowResult(ExperimentReport report)
    {
        if (json)
        {
            JsonReport.Write(terminal.Output, report);
            return;
        }

        int resumed = report.Experiments.Count(experiment => experiment.Resumed);
        string kept = resumed > 0 ? $" ({resumed} finished before)" : "";
        terminal.Output.WriteLine($"{report.Page}: {report.Experiments.Count} experiments{kept}, {report.Mode} mode, {report.Seconds:F0} s");
    }
}
