using DeepCompression.Aot.Benchmarks.Machine;
using DeepCompression.Aot.Benchmarks.Measuring;
using DeepCompression.Aot.Benchmarks.Networks;
using DeepCompression.Aot.Benchmarks.Ours;
using DeepCompression.Aot.OnnxRuntime;

namespace DeepCompression.Aot.Benchmarks.Ratios;

/// <summary>Something that the command <c>ratios</c> times.</summary>
/// <param name="Name">The name by which <c>--case</c> finds it.</param>
/// <param name="Title">What it is, for people.</param>
internal abstract record RatioCase(string Name, string Title)
{
    /// <summary>Whether ours is to do without AVX-512; ONNX Runtime, which asks the processor itself, keeps it.</summary>
    public bool WithoutAvx512 { get; init; }

    /// <summary>Sets it up, checks that it computes what it should, and times it.</summary>
    /// <param name="api">ONNX Runtime, or null where it is not installed.</param>
    /// <param name="limits">The machine's.</param>
    /// <param name="budget">Time for each set of rounds.</param>
    /// <exception cref="DisagreementException">Something computes something else than the reference.</exception>
    public abstract IReadOnlyList<RatioRow> Rows(OnnxApi? api, MachineLimits limits, TimeSpan budget);
}

/// <summary>One network, compared with ONNX Runtime.</summary>
/// <param name="Name">The name by which <c>--case</c> finds it.</param>
/// <param name="Title">What it is, for people.</param>
/// <param name="Batch">The samples of one inference.</param>
/// <param name="Create">Draws or reads the network.</param>
/// <param name="Ours">Our ways to compute it; the best of each arithmetic and number of threads is compared.</param>
internal sealed record NetworkCase(
    string Name,
    string Title,
    int Batch,
    Func<BenchmarkNetwork> Create,
    Func<BenchmarkNetwork, IEnumerable<Implementation>> Ours) : RatioCase(Name, Title)
{
    /// <summary>Whether it is a layer behind others whose dense weights drive its own out of the cache.</summary>
    public bool BehindLargeOnes { get; init; }

    public override IReadOnlyList<RatioRow> Rows(OnnxApi? api, MachineLimits limits, TimeSpan budget) =>
        new NetworkRun(this, api, limits, budget).Rows();
}
