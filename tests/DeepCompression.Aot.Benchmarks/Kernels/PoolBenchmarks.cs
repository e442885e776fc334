using BenchmarkDotNet.Attributes;
using DeepCompression.Aot.Benchmarks.Networks;
using DeepCompression.Aot.Runtime;

namespace DeepCompression.Aot.Benchmarks.Kernels;

/// <summary>Pooling, padding and normalisation of planes: those of LeNet-5, and of AlexNet, whose windows overlap.</summary>
public class PoolBenchmarks
{
    private static readonly PoolShape Halving = new(Channels: 20, Height: 24, Width: 24, WindowHeight: 2, WindowWidth: 2, StrideY: 2, StrideX: 2);
    private static readonly PoolShape Overlapping = new(Channels: 96, Height: 55, Width: 55, WindowHeight: 3, WindowWidth: 3, StrideY: 2, StrideX: 2);

    private static readonly PoolShape Whole = Overlapping with { WindowHeight = 55, WindowWidth = 55 };

    private readonly float[] _maps = Activations.Draw(Halving.Channels * Halving.Height * Halving.Width);
    private readonly float[] _largeMaps = Activations.Draw(Overlapping.Channels * Overlapping.Height * Overlapping.Width);
    private readonly float[] _halved = new float[Halving.Channels * Halving.OutputHeight * Halving.OutputWidth];
    private readonly float[] _pooled = new float[Overlapping.Channels * Overlapping.OutputHeight * Overlapping.OutputWidth];
    private readonly float[] _normalized = new float[Overlapping.Channels * Overlapping.Height * Overlapping.Width];
    private readonly float[] _means = new float[Overlapping.Channels];
    private readonly float[] _padded = new float[Halving.Channels * (Halving.Height + 2) * (Halving.Width + 2)];

    [Benchmark]
    public void MaxPoolHalving() => MaxPool.Apply(_maps, _halved, Halving);

    [Benchmark]
    public void AveragePoolHalving() => AveragePool.Apply(_maps, _halved, Halving);

    [Benchmark]
    public void MaxPoolOverlapping() => MaxPool.Apply(_largeMaps, _pooled, Overlapping);

    [Benchmark]
    public void AveragePoolOverlapping() => AveragePool.Apply(_largeMaps, _pooled, Overlapping);

    [Benchmark]
    public void AveragePoolWhole() => AveragePool.Apply(_largeMaps, _means, Whole);

    [Benchmark]
    public void NormalizeLocally() => LocalResponseNormalization.Apply(
        _largeMaps, _normalized, Overlapping.Channels, size: 5, scale: 1e-4f, exponent: 0.75f, offset: 1);

    [Benchmark]
    public void PadByOne() => Padding.Copy(
        _maps, _padded, Halving.Channels, Halving.Height, Halving.Width, top: 1, left: 1, bottom: 1, right: 1);
}
