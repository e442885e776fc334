using System.Threading.Channels;
using DeepCompression.Aot.Trainer.Pipeline;

namespace DeepCompression.Aot.CommandLine.Reporting;

/// <summary>Progress for pipes and logs: one line for each epoch, and each stage's table.</summary>
internal sealed class LineProgress(TextWriter writer, Action<StageReport> showReport) : IProgressView
{
    public async Task ShowAsync(ChannelReader<PipelineEvent> events)
    {
        await foreach (PipelineEvent item in events.ReadAllAsync().ConfigureAwait(false))
        {
            Show(item);
        }
    }

    private void Show(PipelineEvent item)
    {
        switch (item)
        {
            case EpochFinished epoch:
                writer.WriteLine(ProgressText.Of(epoch));
                break;
            case EpochProgress epoch:
                writer.WriteLine(ProgressText.Of(epoch));
                break;
            case PipelineNotice notice:
                writer.WriteLine(notice.Message);
                break;
            case StageFinished finished:
                showReport(finished.Report);
                break;
        }
    }
}
