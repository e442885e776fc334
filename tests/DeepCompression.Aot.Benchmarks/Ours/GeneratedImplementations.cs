using DeepCompression.Aot.Benchmarks.Networks;

namespace DeepCompression.Aot.Benchmarks.Ours;

/// <summary>What the generator makes of a network, with the kernels that it picks.</summary>
internal static class GeneratedImplementations
{
    /// <summary>The class that a project gets by default.</summary>
    public static IEnumerable<Implementation> All(BenchmarkNetwork network)
    {
        byte[] file = network.File;
        GeneratedNetwork generated = GeneratedNetwork.Of(file);
        yield return new Implementation("generated", Precision.Fp32, Threads: 1, generated.WeightBytes, Batched.Of(network, generated.Run));
    }
}
