using BenchmarkDotNet.Attributes;
using DeepCompression.Aot.Benchmarks.Networks;

namespace DeepCompression.Aot.Benchmarks.Kernels;

/// <summary>
/// Every kind of kernel of a layer with weights, as the generator compiles it: the one that it picks for all the instructions of this
/// processor, or with <c>DEEPCOMPRESSION_KERNELS</c> for fewer.
/// </summary>
public class LayerBenchmarks
{
    private GeneratedNetwork _network = null!;
    private float[] _input = null!;
    private float[] _output = null!;

    /// <summary>The kernel and its layer.</summary>
    [ParamsSource(nameof(Kernels))]
    public string Kernel { get; set; } = "";

    /// <summary>What there is to time.</summary>
    public static IEnumerable<string> Kernels => KernelLayer.All.Select(layer => layer.ToString());

    [GlobalSetup]
    public void Setup()
    {
        KernelLayer layer = KernelLayer.All.Single(layer => layer.ToString() == Kernel);
        BenchmarkNetwork network = layer.Create();
        _network = GeneratedNetwork.Of(network.File, layer.Arithmetic, memory: layer.Memory);
        _input = Activations.Draw(network.InputLength);
        _output = new float[network.OutputLength];
    }

    [Benchmark]
    public void Run() => _network.Run(_input, _output);
}
