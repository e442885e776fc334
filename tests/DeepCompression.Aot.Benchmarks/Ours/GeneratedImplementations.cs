using DeepCompression.Aot.Benchmarks.Networks;
using DeepCompression.Aot.Format;
using DeepCompression.Aot.Runtime;

namespace DeepCompression.Aot.Benchmarks.Ours;

/// <summary>What the generator makes of a network, with the kernels that it picks.</summary>
internal static class GeneratedImplementations
{
    /// <summary>The class that a project gets by default, and the one it gets where fully connected layers may compute with bytes.</summary>
    public static IEnumerable<Implementation> All(BenchmarkNetwork network)
    {
        yield return Of(network, Precision.Fp32, arithmetic: null);

        // Elsewhere the class has the kernels of single precision.
        if (ByteWindowProduct.IsSupported && network.Artifact.Graph.Operators.Any(op => op is LinearOperator))
        {
            yield return Of(network, Precision.Int8, arithmetic: "int8");
        }
    }

    private static Implementation Of(BenchmarkNetwork network, Precision precision, string? arithmetic)
    {
        GeneratedNetwork generated = GeneratedNetwork.Of(network.File, arithmetic);
        string name = arithmetic is null ? "generated" : $"generated, {arithmetic}";
        return new Implementation(name, precision, Threads: 1, generated.WeightBytes, Batched.Of(network, generated.Run));
    }
}
