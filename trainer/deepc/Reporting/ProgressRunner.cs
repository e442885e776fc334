using System.Threading.Channels;
using DeepCompression.Aot.Trainer.Pipeline;

namespace DeepCompression.Aot.CommandLine.Reporting;

/// <summary>Runs work on another thread and shows its events on this one, so that drawing never slows training.</summary>
internal static class ProgressRunner
{
    /// <param name="view">Shows the events.</param>
    /// <param name="work">The work; it is handed what takes its events.</param>
    /// <returns>What the work returns; its exception is thrown here.</returns>
    public static async Task<T> RunAsync<T>(IProgressView view, Func<Action<PipelineEvent>, T> work)
    {
        var events = Channel.CreateUnbounded<PipelineEvent>(new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });
        Task<T> running = Task.Run(() =>
        {
            try
            {
                return work(item => events.Writer.TryWrite(item));
            }
            finally
            {
                events.Writer.Complete();
            }
        });
        await view.ShowAsync(events.Reader).ConfigureAwait(false);
        return await running.ConfigureAwait(false);
    }
}
