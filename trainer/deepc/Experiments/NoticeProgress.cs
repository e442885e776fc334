using System.Threading.Channels;
using DeepCompression.Aot.CommandLine.Reporting;
using DeepCompression.Aot.Trainer.Pipeline;

namespace DeepCompression.Aot.CommandLine.Experiments;

/// <summary>Progress for pipes and logs that shows notices alone: experiments train hundreds of times.</summary>
internal sealed class NoticeProgress(TextWriter writer) : IProgressView
{
    public async Task ShowAsync(ChannelReader<PipelineEvent> events)
    {
        await foreach (PipelineEvent item in events.ReadAllAsync().ConfigureAwait(false))
        {
            if (item is PipelineNotice notice)
            {
                writer.WriteLine(notice.Message);
            }
        }
    }
}
