using System.Threading.Channels;
using DeepCompression.Aot.Trainer.Pipeline;
using Spectre.Console;

namespace DeepCompression.Aot.CommandLine.Reporting;

/// <summary>Progress for a person at a terminal: a bar for each stage, which gives way to the stage's table.</summary>
internal sealed class BarProgress(IAnsiConsole console, Action<StageReport> showReport) : IProgressView
{
    private const int BarWidth = 20;

    public async Task ShowAsync(ChannelReader<PipelineEvent> events)
    {
        await foreach (PipelineEvent item in events.ReadAllAsync().ConfigureAwait(false))
        {
            if (item is StageStarted { Epochs: > 0 } started)
            {
                await ShowStageAsync(started, events).ConfigureAwait(false);
            }
            else
            {
                ShowText(item);
            }
        }
    }

    /// <summary>Draws one stage's bar until its end; what else it says is shown when the bar is gone.</summary>
    private async Task ShowStageAsync(StageStarted started, ChannelReader<PipelineEvent> events)
    {
        var later = new List<PipelineEvent>();
        await console.Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn { Width = BarWidth }, new PercentageColumn(), new RemainingTimeColumn())
            .StartAsync(async context =>
            {
                ProgressTask bar = context.AddTask(ProgressText.Of(started.Stage), maxValue: started.Epochs);
                while (later is not [.., StageFinished] && await events.WaitToReadAsync().ConfigureAwait(false))
                {
                    PipelineEvent item = await events.ReadAsync().ConfigureAwait(false);
                    if (item is EpochFinished epoch)
                    {
                        bar.Value = epoch.Epoch;
                        bar.Description = ProgressText.Short(epoch);
                    }
                    else if (item is EpochProgress within)
                    {
                        bar.Value = within.Epochs;
                        bar.Description = ProgressText.Of(within);
                    }
                    else
                    {
                        later.Add(item);
                    }
                }
            }).ConfigureAwait(false);
        later.ForEach(ShowText);
    }

    private void ShowText(PipelineEvent item)
    {
        switch (item)
        {
            case PipelineNotice notice:
                console.WriteLine(notice.Message);
                break;
            case StageFinished finished:
                showReport(finished.Report);
                break;
        }
    }
}
