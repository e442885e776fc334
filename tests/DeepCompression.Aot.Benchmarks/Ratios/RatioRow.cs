namespace DeepCompression.Aot.Benchmarks.Ratios;

/// <summary>One comparison: the best of ours in one arithmetic and with one number of threads.</summary>
/// <param name="Case">The case's name.</param>
/// <param name="Precision">Our arithmetic: fp32, f14 or int8; "codes" where symbols are decoded.</param>
/// <param name="Threads">Our threads.</param>
/// <param name="OursMicroseconds">Our time for one inference.</param>
/// <param name="BaselineMicroseconds">
/// ONNX Runtime's, dense, fp32, on one thread, in the same rounds, large weights read from memory; null without ONNX Runtime.
/// </param>
internal sealed record RatioRow(
    string Case, string Precision, int Threads, double OursMicroseconds, double? BaselineMicroseconds)
{
    /// <summary>The baseline's time over ours.</summary>
    public double? Ratio => BaselineMicroseconds / OursMicroseconds;

    /// <summary>What the case is.</summary>
    public required string Title { get; init; }

    /// <summary>The samples of one inference.</summary>
    public required int Batch { get; init; }

    /// <summary>Which of ours was the fastest.</summary>
    public required string Implementation { get; init; }

    /// <summary>The time of each of ours, in microseconds.</summary>
    public required IReadOnlyDictionary<string, double> ImplementationMicroseconds { get; init; }

    /// <summary>ONNX Runtime's other ways, OpenBLAS and plain CSR, in microseconds: whichever could run.</summary>
    public required IReadOnlyDictionary<string, double> OtherMicroseconds { get; init; }

    /// <summary>Weights that ours reads.</summary>
    public required long OursBytes { get; init; }

    /// <summary>Weights that the dense baseline reads.</summary>
    public required long BaselineBytes { get; init; }

    /// <summary>Weights that the baseline reads in a second: where it is near a level's bandwidth, they are read from there.</summary>
    public double? BaselineBytesPerSecond => 1e6 * BaselineBytes / BaselineMicroseconds;

    /// <summary>The level of memory whose bandwidth comes closest to that; only large weights have one.</summary>
    public string? BaselineMemory { get; init; }

    /// <summary>
    /// The baseline's time with one copy of its weights, of which the cache may hold any part; null where the cache is too small for
    /// that to make a difference, or the weights are.
    /// </summary>
    public double? OneCopyMicroseconds { get; init; }

    /// <summary>That time over ours in the same rounds.</summary>
    public double? OneCopyRatio { get; init; }

    /// <summary>The weights that it reads in a second.</summary>
    public double? OneCopyBytesPerSecond => 1e6 * BaselineBytes / OneCopyMicroseconds;

    /// <summary>The level of memory whose bandwidth comes closest to that.</summary>
    public string? OneCopyMemory { get; init; }

    /// <summary>The least time that bandwidth, or the processor's ports, allow ours.</summary>
    public required double LimitMicroseconds { get; init; }

    /// <summary>That time over the time taken: 1 is the limit.</summary>
    public double ShareOfLimit => LimitMicroseconds / OursMicroseconds;

    /// <summary>The largest difference from the reference, relative to the largest output.</summary>
    public required double Difference { get; init; }

    /// <summary>Symbols decoded in a nanosecond, where that is what is timed.</summary>
    public double? GigasymbolsPerSecond { get; init; }

    /// <summary>An estimate of the energy of ours, see <see cref="EnergyEstimate"/>.</summary>
    public required double OursMicrojoules { get; init; }

    /// <summary>The same estimate for the dense baseline.</summary>
    public required double BaselineMicrojoules { get; init; }
}
