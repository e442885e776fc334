using BenchmarkDotNet.Attributes;
using DeepCompression.Aot.Benchmarks.Networks;
using DeepCompression.Aot.Benchmarks.Ratios;

namespace DeepCompression.Aot.Benchmarks.Kernels;

/// <summary>Convolutions and whole networks, with the kernels that the generator picks.</summary>
public class GeneratedBenchmarks
{
    private GeneratedNetwork _network = null!;
    private float[] _input = null!;
    private float[] _output = null!;

    /// <summary>A case of the command <c>ratios</c>.</summary>
    [Params("lenet-300-100", "lenet-300-100-committed", "lenet-5", "lenet-5-committed", "lenet-5-conv1", "lenet-5-conv2", "alexnet-conv3", "vgg16-conv4-2")]
    public string Network { get; set; } = "";

    [GlobalSetup]
    public void Setup()
    {
        BenchmarkNetwork network = CaseList.All.OfType<NetworkCase>().Single(ratioCase => ratioCase.Name == Network).Create();
        _network = GeneratedNetwork.Of(network.File);
        _input = Activations.Draw(network.InputLength);
        _output = new float[network.OutputLength];
    }

    [Benchmark]
    public void Run() => _network.Run(_input, _output);
}
