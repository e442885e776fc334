using System.CommandLine;
using DeepCompression.Aot.CommandLine.Hosting;

namespace DeepCompression.Aot.CommandLine.Training;

/// <summary>The options of the training engine.</summary>
internal static class EngineOptions
{
    private const int MostThreads = 256;

    /// <summary>The number of threads; the engine chooses where it is not given.</summary>
    public static Option<int?> CreateThreads() =>
        CountOption.Create("--threads", "The threads that compute; by default one on each processor, up to eight.", 1, MostThreads);
}
