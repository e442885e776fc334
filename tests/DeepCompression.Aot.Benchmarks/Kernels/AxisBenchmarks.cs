using BenchmarkDotNet.Attributes;
using DeepCompression.Aot.Benchmarks.Networks;
using DeepCompression.Aot.Runtime;

namespace DeepCompression.Aot.Benchmarks.Kernels;

/// <summary>What takes the elements along an axis together: the channels of 96 planes of 28×28, or each plane's elements.</summary>
public class AxisBenchmarks
{
    private const int Channels = 96;
    private const int Plane = 28 * 28;

    private readonly float[] _maps = Activations.Draw(Channels * Plane);
    private readonly float[] _same = new float[Channels * Plane];
    private readonly float[] _reduced = new float[Plane];
    private readonly float[] _means = new float[Channels];

    [Benchmark]
    public void SoftmaxOfChannels() => AxisSoftmax.Softmax(_maps, _same, Channels, Plane);

    [Benchmark]
    public void LogSoftmaxOfChannels() => AxisSoftmax.LogSoftmax(_maps, _same, Channels, Plane);

    [Benchmark]
    public void HardmaxOfChannels() => AxisSoftmax.Hardmax(_maps, _same, Channels, Plane);

    [Benchmark]
    public void SumOfChannels() => Reduce.Sum(_maps, _reduced, Channels, Plane);

    [Benchmark]
    public void LargestOfChannels() => Reduce.Max(_maps, _reduced, Channels, Plane);

    [Benchmark]
    public void IndexOfLargestChannel() => Reduce.IndexOfMax(_maps, _reduced, Channels, Plane);

    [Benchmark]
    public void LogSumExpOfChannels() => Reduce.LogSumExp(_maps, _reduced, Channels, Plane);

    [Benchmark]
    public void MeanOfPlanes() => Reduce.Mean(_maps, _means, Plane, inner: 1);

    [Benchmark]
    public void NormOfPlanes() => Reduce.Norm(_maps, _means, Plane, inner: 1);
}
