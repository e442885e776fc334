using BenchmarkDotNet.Attributes;
using DeepCompression.Aot.Benchmarks.Networks;
using DeepCompression.Aot.Runtime;

namespace DeepCompression.Aot.Benchmarks.Kernels;

/// <summary>What moves elements, or computes each from few of its neighbours: 64 planes of 28×28.</summary>
public class StructureBenchmarks
{
    private const int Channels = 64;
    private const int Size = 28;
    private const int Plane = Size * Size;

    private readonly float[] _maps = Activations.Draw(Channels * Plane);
    private readonly float[] _same = new float[Channels * Plane];
    private readonly float[] _twice = new float[2 * Channels * Plane];
    private readonly int[] _reversed = [.. Enumerable.Range(0, Channels).Reverse()];
    private readonly int[] _firsts = [.. Enumerable.Range(0, 2 * Size).Select(row => Math.Clamp((row - 1) / 2, 0, Size - 2))];
    private readonly int[] _phases = [.. Enumerable.Range(0, 2 * Size).Select(row => row % 2)];

    [Benchmark(Baseline = true)]
    public void Copy() => _maps.CopyTo(_same, 0);

    [Benchmark]
    public void ChannelsLast() => Rearrange.Copy(_maps, _same, [Plane, Channels], [1, Plane], offset: 0);

    [Benchmark]
    public void SpreadOverTwice() => Rearrange.Spread(_maps, _twice, [Channels * Size, Size], [2 * Size, 2], offset: 0, filling: 0);

    [Benchmark]
    public void GatherChannels() => Gather.Apply(_maps, _same, Channels, Plane, _reversed);

    [Benchmark]
    public void ConcatOfTwo()
    {
        Concat.Copy(_maps, _twice, rows: 1, start: 0);
        Concat.Copy(_maps, _twice, rows: 1, start: _maps.Length);
    }

    [Benchmark]
    public void InterpolateRows() => Interpolate.Apply(_maps, _twice, Size, Size, taps: 2, [0.75f, 0.25f, 0.25f, 0.75f], _firsts, _phases);

    [Benchmark]
    public void InterleaveSamples() => Samples.Interleave(_maps, _same, Channels);

    [Benchmark]
    public void SeparateSamples() => Samples.Separate(_maps, _same, Channels);
}
