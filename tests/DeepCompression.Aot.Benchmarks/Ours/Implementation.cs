namespace DeepCompression.Aot.Benchmarks.Ours;

/// <summary>Computes the outputs of a batch from its inputs, sample after sample.</summary>
internal delegate void Inference(ReadOnlySpan<float> inputs, Span<float> outputs);

/// <summary>One of our ways to compute a network, ready to run.</summary>
/// <param name="Name">The kernel's name, or what generated it.</param>
/// <param name="Precision">Its arithmetic.</param>
/// <param name="Threads">The threads it takes.</param>
/// <param name="Bytes">The weights in the form that it reads, all tables counted.</param>
/// <param name="Run">Runs a whole batch.</param>
internal sealed record Implementation(string Name, Precision Precision, int Threads, long Bytes, Inference Run)
{
    /// <summary>
    /// The least time in cycles that the processor's ports allow the kernel's instructions for one sample; null where that is not
    /// known, so that only multiply-adds count.
    /// </summary>
    public double? PortCycles { get; init; }
}
