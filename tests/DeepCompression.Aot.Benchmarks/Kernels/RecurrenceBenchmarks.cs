using BenchmarkDotNet.Attributes;
using DeepCompression.Aot.Benchmarks.Networks;
using DeepCompression.Aot.Runtime;

namespace DeepCompression.Aot.Benchmarks.Kernels;

/// <summary>What the steps of recurrent layers are made of beside fully connected products and functions.</summary>
public class RecurrenceBenchmarks
{
    private float[] _gate = null!;
    private float[] _candidate = null!;
    private float[] _before = null!;
    private float[] _state = null!;

    /// <summary>Elements of the state.</summary>
    [Params(20, 512)]
    public int Length { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _gate = Activations.Draw(Length);
        _candidate = Activations.Draw(Length);
        _before = Activations.Draw(Length);
        _state = new float[Length];
    }

    /// <summary>All that an LSTM's step adds and multiplies, a peephole among it.</summary>
    [Benchmark]
    public void LstmStep()
    {
        _candidate.CopyTo(_state, 0);
        Recurrence.Add(_state, _before);
        Recurrence.Multiply(_state, _gate);
        Recurrence.AddProduct(_state, _gate, _candidate);
    }

    [Benchmark]
    public void GruBlend() => Recurrence.Blend(_gate, _candidate, _before, _state);
}
