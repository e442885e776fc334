using System.Globalization;
using DeepCompression.Aot.Benchmarks.Networks;
using DeepCompression.Aot.Format;
using DeepCompression.Aot.Runtime;

namespace DeepCompression.Aot.Benchmarks.Ours;

/// <summary>What the generator makes of a network, with the kernels that it picks.</summary>
internal static class GeneratedImplementations
{
    /// <summary>Weights of a layer with which a second thread helps.</summary>
    private const int LargeLayer = 100_000;

    /// <summary>
    /// The class that a project gets by default, and the one it gets where layers may compute with integers; all again
    /// with two threads where a fully connected layer is large.
    /// </summary>
    public static IEnumerable<Implementation> All(BenchmarkNetwork network)
    {
        yield return Of(network, Precision.Fp32, arithmetic: null, threads: 1);

        // Elsewhere the class has the kernels of single precision.
        bool hasIntegers = ByteWindowProduct.IsSupported && network.Artifact.Graph.Operators.Any(op => op is LinearOperator);
        if (hasIntegers)
        {
            yield return Of(network, Precision.F14, "int14", threads: 1);
            yield return Of(network, Precision.Int8, "int8", threads: 1);
        }

        if (!network.Artifact.Graph.Operators.OfType<LinearOperator>().Any(linear => network.Artifact.Tensors[linear.Weight].Nnz >= LargeLayer))
        {
            yield break;
        }

        yield return Of(network, Precision.Fp32, arithmetic: null, threads: 2);
        if (hasIntegers)
        {
            yield return Of(network, Precision.F14, "int14", threads: 2);
            yield return Of(network, Precision.Int8, "int8", threads: 2);
        }
    }

    /// <summary>The class that a project gets by default.</summary>
    public static Implementation Single(BenchmarkNetwork network) => Of(network, Precision.Fp32, arithmetic: null, threads: 1);

    /// <summary>The same, and the one that a second thread helps.</summary>
    public static IEnumerable<Implementation> OneAndTwoThreads(BenchmarkNetwork network) =>
        [Single(network), Of(network, Precision.Fp32, arithmetic: null, threads: 2)];

    /// <summary>These, and where the processor has products of bytes the one whose layers may compute with them.</summary>
    public static IEnumerable<Implementation> ThreadsAndBytes(BenchmarkNetwork network)
    {
        foreach (Implementation implementation in OneAndTwoThreads(network))
        {
            yield return implementation;
        }

        if (BytePanelConvolution.IsSupported)
        {
            yield return Of(network, Precision.Int8, "int8", threads: 1);
        }
    }

    /// <summary>The class that keeps no weights but the packed ones, all of which every inference reads.</summary>
    public static Implementation Streaming(BenchmarkNetwork network)
    {
        GeneratedNetwork generated = GeneratedNetwork.Of(network.File, memory: "streaming");
        return new Implementation(
            "generated, streaming", Precision.Fp32, Threads: 1, network.Artifact.Tensors.Sum(tensor => (long)tensor.ByteCount),
            Batched.Of(network, generated.Run));
    }

    private static Implementation Of(BenchmarkNetwork network, Precision precision, string? arithmetic, int threads)
    {
        GeneratedNetwork generated = GeneratedNetwork.Of(network.File, arithmetic, threads.ToString(CultureInfo.InvariantCulture));
        string name = (arithmetic is null ? "generated" : $"generated, {arithmetic}") + (threads == 1 ? string.Empty : ", two threads");
        return new Implementation(name, precision, threads, generated.WeightBytes, Batched.Of(network, generated.Run));
    }
}
