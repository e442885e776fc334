using BenchmarkDotNet.Attributes;
using DeepCompression.Aot.Benchmarks.Networks;
using DeepCompression.Aot.Benchmarks.Ours;

namespace DeepCompression.Aot.Benchmarks.Kernels;

/// <summary>A fully connected layer for many samples at once: AlexNet FC7.</summary>
public class BatchBenchmarks
{
    private Inference _run = null!;
    private float[] _input = null!;
    private float[] _output = null!;

    /// <summary>Samples.</summary>
    [Params(16, 64)]
    public int Samples { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        BenchmarkNetwork network = NetworkCatalogue.Linear(4096, 4096, 0.09);
        _run = LinearImplementations.Together(network).Run;
        _input = Activations.Draw(network.InputLength * Samples);
        _output = new float[network.OutputLength * Samples];
    }

    [Benchmark]
    public void Run() => _run(_input, _output);
}
