using DeepCompression.Aot.Benchmarks.Networks;
using DeepCompression.Aot.Benchmarks.Ours;

namespace DeepCompression.Aot.Benchmarks.Ratios;

/// <summary>One network, compared with ONNX Runtime.</summary>
/// <param name="Name">The name by which <c>--case</c> finds it.</param>
/// <param name="Title">What it is, for people.</param>
/// <param name="Batch">The samples of one inference.</param>
/// <param name="Create">Draws or reads the network.</param>
/// <param name="Ours">Our ways to compute it; the best of each arithmetic and number of threads is compared.</param>
internal sealed record RatioCase(
    string Name,
    string Title,
    int Batch,
    Func<BenchmarkNetwork> Create,
    Func<BenchmarkNetwork, IEnumerable<Implementation>> Ours);
