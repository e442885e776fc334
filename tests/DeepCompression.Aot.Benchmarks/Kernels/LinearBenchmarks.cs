using BenchmarkDotNet.Attributes;
using DeepCompression.Aot.Benchmarks.Networks;
using DeepCompression.Aot.Benchmarks.Ours;

namespace DeepCompression.Aot.Benchmarks.Kernels;

/// <summary>Every kernel of a fully connected layer, one sample at a time.</summary>
public class LinearBenchmarks
{
    private Inference _run = null!;
    private float[] _input = null!;
    private float[] _output = null!;

    /// <summary>A layer: its columns and rows and its density in per cent.</summary>
    [Params("784x300 at 8", "4096x1000 at 25", "4096x4096 at 9", "9216x4096 at 9", "25088x4096 at 4")]
    public string Layer { get; set; } = "";

    /// <summary>The kernel's name.</summary>
    [ParamsSource(nameof(Kernels))]
    public string Kernel { get; set; } = "";

    /// <summary>The kernels that this machine can run.</summary>
    public static IEnumerable<string> Kernels =>
        LinearImplementations.All(NetworkCatalogue.Linear(64, 32, 0.5)).Select(implementation => implementation.Name);

    [GlobalSetup]
    public void Setup()
    {
        int[] numbers = [.. Layer.Split('x', ' ').Where(part => part != "at").Select(int.Parse)];
        BenchmarkNetwork network = NetworkCatalogue.Linear(numbers[0], numbers[1], numbers[2] / 100.0);
        _run = LinearImplementations.All(network).First(implementation => implementation.Name == Kernel).Run;
        _input = Activations.Draw(network.InputLength);
        _output = new float[network.OutputLength];
    }

    [Benchmark]
    public void Run() => _run(_input, _output);
}
