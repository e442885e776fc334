using BenchmarkDotNet.Attributes;
using DeepCompression.Aot.Benchmarks.Networks;
using DeepCompression.Aot.Benchmarks.Ours;
using DeepCompression.Aot.Runtime;

namespace DeepCompression.Aot.Benchmarks.Kernels;

/// <summary>What happens once at start-up: decoding a layer, and laying it out in each form that a kernel of fully connected layers reads.</summary>
public class DecodingBenchmarks
{
    private PackedWeights _weights = null!;
    private float[] _bias = null!;

    /// <summary>The weights that are not zero, in per cent of 4096×1000.</summary>
    [Params(4, 25)]
    public int Density { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        BenchmarkNetwork network = NetworkCatalogue.Linear(4096, 1000, Density / 100.0);
        _weights = new PackedWeights(network.OnlyWeight);
        _bias = network.OnlyBias;
    }

    [Benchmark(Baseline = true)]
    public int Decode() => HuffmanDecoding.Decode(_weights.Tensor);

    [Benchmark]
    public object UnpackSparseRows() => SparseRows.Unpack<ushort>(_weights.Tensor, _weights.Codebook, GatherDot.SlotsPerStep);

    [Benchmark]
    public object UnpackWindows() => WindowRows.Unpack(_weights.Tensor, _weights.Codebook, _bias, paired: false);

    [Benchmark]
    public object UnpackWindowPairs() => WindowRows.Unpack(_weights.Tensor, _weights.Codebook, _bias, paired: true);

    [Benchmark]
    public object UnpackValueWindows() => ValueWindowRows.Unpack(_weights.Tensor, _weights.Codebook, _bias, slotsPerLane: 2);

    [Benchmark]
    public object UnpackByteWindows() => ByteWindowRows.Unpack(_weights.Tensor, _weights.Codebook, _bias, width: 64);

    [Benchmark]
    public object UnpackFineWindows() => FineWindowRows.Unpack(_weights.Tensor, _weights.Codebook, _bias, width: 64);

    [Benchmark]
    public object UnpackLanes() => LaneRows.Unpack(_weights.Tensor, _weights.Codebook, _bias);

    [Benchmark]
    public object UnpackBatchRows() => BatchRows.Unpack(_weights.Tensor, _weights.Codebook, _bias);

    [Benchmark]
    public object UnpackDenseRows() => DenseRows.Unpack(_weights.Tensor, _weights.Codebook);

    [Benchmark]
    public object UnpackDenseColumns() => DenseColumns.Unpack(_weights.Tensor, _weights.Codebook, _weights.Tensor.Rows);
}
