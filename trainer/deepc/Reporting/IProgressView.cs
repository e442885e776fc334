using System.Threading.Channels;
using DeepCompression.Aot.Trainer.Pipeline;

namespace DeepCompression.Aot.CommandLine.Reporting;

/// <summary>Shows the events of a compression as they come.</summary>
internal interface IProgressView
{
    /// <summary>Shows events until there are no more.</summary>
    Task ShowAsync(ChannelReader<PipelineEvent> events);
}
