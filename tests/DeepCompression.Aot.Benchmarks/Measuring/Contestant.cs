using DeepCompression.Aot.Benchmarks.Ours;

namespace DeepCompression.Aot.Benchmarks.Measuring;

/// <summary>Something that computes a case's outputs from its inputs, ours or another's.</summary>
/// <param name="Name">Its name in the report.</param>
/// <param name="Precision">Its arithmetic.</param>
/// <param name="Threads">Its threads.</param>
/// <param name="Run">Computes the outputs once.</param>
/// <param name="Outputs">The outputs of the last run.</param>
internal sealed record Contestant(string Name, Precision Precision, int Threads, Action Run, Func<float[]> Outputs)
{
    /// <summary>What of ours it is, or null for another's.</summary>
    public Implementation? Implementation { get; init; }

    /// <summary>Runs, and gives the outputs.</summary>
    public float[] RunOnce()
    {
        Run();
        return Outputs();
    }
}
