using BenchmarkDotNet.Attributes;
using DeepCompression.Aot.Benchmarks.Networks;
using DeepCompression.Aot.Runtime;

namespace DeepCompression.Aot.Benchmarks.Kernels;

/// <summary>Operators over vectors.</summary>
public class ElementwiseBenchmarks
{
    private byte[] _raw = null!;
    private float[] _left = null!;
    private float[] _right = null!;
    private float[] _output = null!;

    /// <summary>Elements.</summary>
    [Params(10, 1000, 4096)]
    public int Length { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _left = Activations.Draw(Length);
        _right = [.. _left.Reverse()];
        _raw = [.. _left.Select(activation => (byte)(activation * 50))];
        _output = new float[Length];
    }

    [Benchmark]
    public void ApplyRelu() => Relu.Apply(_left, _output);

    [Benchmark]
    public void ApplyAdd() => Add.Apply(_left, _right, _output);

    [Benchmark]
    public void ApplySoftmax() => Softmax.Apply(_left, _output);

    [Benchmark]
    public void Normalize() => Normalization.Apply(_raw, _output, scale: 1 / 255f, offset: -0.1f);
}
