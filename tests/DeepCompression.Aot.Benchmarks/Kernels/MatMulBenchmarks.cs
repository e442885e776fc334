using BenchmarkDotNet.Attributes;
using DeepCompression.Aot.Benchmarks.Networks;
using DeepCompression.Aot.Runtime;

namespace DeepCompression.Aot.Benchmarks.Kernels;

/// <summary>Products of two matrices that both are activations.</summary>
public class MatMulBenchmarks
{
    private float[] _left = null!;
    private float[] _right = null!;
    private float[] _output = null!;

    /// <summary>Rows and columns of both.</summary>
    [Params(16, 128, 512)]
    public int Size { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _left = Activations.Draw(Size * Size);
        _right = Activations.Draw(Size * Size);
        _output = new float[Size * Size];
    }

    [Benchmark]
    public void Multiply() => MatMul.Apply(_left, _right, _output, Size, Size, Size);
}
