using BenchmarkDotNet.Attributes;
using DeepCompression.Aot.Benchmarks.Networks;
using DeepCompression.Aot.Benchmarks.Ours;
using DeepCompression.Aot.Format;
using DeepCompression.Aot.Runtime;

namespace DeepCompression.Aot.Benchmarks.Kernels;

/// <summary>What happens once at start-up to a convolution: decoding it, and laying it out in each form that a kernel reads.</summary>
public class TapDecodingBenchmarks
{
    private const int Channels = 128;
    private const int Plane = 30;
    private const int Lanes = 16;

    private static readonly ConvolutionShape Shape = new(Channels, Plane, Plane, Channels, 3, 3, 1, 1, Pools: false);
    private static readonly GroupedShape Depthwise = new(Groups: Channels, 1, 1, Plane, Plane, 3, 3, 1, 1);
    private static readonly PanelSizes Sizes = new(Lanes, Vectors: 3, Rows: 8, BlockTaps: 192, InPlace: false);

    private PackedWeights _weights = null!;
    private PackedWeights _depthwise = null!;
    private float[] _bias = null!;

    /// <summary>The weights that are not zero, in per cent of 128×128×3×3.</summary>
    [Params(10, 99)]
    public int Density { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        BenchmarkNetwork network = NetworkCatalogue.Convolution(Channels, Plane, Channels, window: 3, padding: 0, Density / 100.0);
        _weights = new PackedWeights(network.OnlyWeight);
        _bias = network.OnlyBias;
        BenchmarkNetwork depthwise = NetworkCatalogue.DepthwiseConvolution(Channels, Plane, new SlidingWindow(3), Density / 100.0);
        _depthwise = new PackedWeights(depthwise.OnlyWeight);
    }

    [Benchmark(Baseline = true)]
    public int Decode() => HuffmanDecoding.Decode(_weights.Tensor);

    [Benchmark]
    public object UnpackTaps() => PackedTaps.Unpack(_weights.Tensor, _weights.Codebook, Shape, vectors: 3, Lanes, blockChannels: 16);

    [Benchmark]
    public object UnpackWinograd() => WinogradWeights.Unpack(_weights.Tensor, _weights.Codebook, _bias, Shape, Lanes, blockRows: 7);

    [Benchmark]
    public object UnpackPanels() => WeightPanels.Unpack(_weights.Tensor, _weights.Codebook, _bias, Shape, Sizes);

    [Benchmark]
    public object UnpackBytePanels() => BytePanels.Unpack(_weights.Tensor, _weights.Codebook, _bias, Shape, Sizes with { Lanes = 8 });

    [Benchmark]
    public object UnpackDepthwise() => DirectTaps.Unpack(_depthwise.Tensor, _depthwise.Codebook, Depthwise, Lanes);
}
