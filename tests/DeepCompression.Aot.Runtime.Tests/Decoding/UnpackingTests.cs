using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Runtime.Tests.Decoding;

/// <summary>What unpacking leaves to the garbage collector: the layout, and little else.</summary>
public class UnpackingTests
{
    private const int Rows = 96;

    /// <summary>
    /// Bytes for each row: its start, its key in the sort by number of weights, and its number, its place and its bias, each before it
    /// is copied to where it stays, and there.
    /// </summary>
    private const int BytesOfRow = sizeof(int) + sizeof(long) + (4 * sizeof(int)) + (2 * sizeof(float));

    /// <summary>Objects, their alignment, and what tests themselves allocate at first.</summary>
    private const int BytesOfObjects = 8 << 10;

    [Fact]
    public void A_layout_takes_hardly_more_managed_memory_than_it_has_bytes()
    {
        RandomTensor tensor = RandomTensor.Create(new Random(21), new TensorShape(Rows, 4096), 0.1, 31, 1);
        Require(() => WindowRows.Unpack(tensor.Packed, tensor.Codebook, [], paired: false), layout => layout.ByteCount);
        Require(() => WindowRows.Unpack(tensor.Packed, tensor.Codebook, [], paired: true), layout => layout.ByteCount);
        Require(() => ByteWindowRows.Unpack(tensor.Packed, tensor.Codebook, [], width: 64), layout => layout.ByteCount);
        Require(() => ByteWindowRows.Unpack(tensor.Packed, tensor.Codebook, [], width: 256), layout => layout.ByteCount);
        Require(() => FineWindowRows.Unpack(tensor.Packed, tensor.Codebook, [], width: 128), layout => layout.ByteCount);
        Require(() => ValueWindowRows.Unpack(tensor.Packed, tensor.Codebook, [], slotsPerLane: 2), layout => layout.ByteCount);
        Require(() => LaneRows.Unpack(tensor.Packed, tensor.Codebook, [], windows: false), layout => layout.ByteCount);
        Require(() => LaneRows.Unpack(tensor.Packed, tensor.Codebook, [], windows: true), layout => layout.ByteCount);
        Require(() => SparseRows.Unpack<ushort>(tensor.Packed, tensor.Codebook, slotsPerStep: 8), layout => layout.Values.Length * (long)(sizeof(float) + sizeof(ushort)));
    }

    [Fact]
    public void A_convolution_takes_less_than_twice_what_its_weights_take()
    {
        const int Channels = 64;
        RandomTensor tensor = RandomTensor.Create(new Random(22), new TensorShape(Channels, Channels, 3, 3), 0.5, 31, 1);
        var shape = new ConvolutionShape(Channels, 16, 16, Channels, 3, 3, 1, 1, Pools: false);
        var sizes = new PanelSizes(Lanes: 8, Vectors: 2, Rows: 4, BlockTaps: 192, InPlace: false);
        int weights = tensor.Dense.Count(weight => weight != 0);

        RequireTwice(() => PackedTaps.Unpack(tensor.Packed, tensor.Codebook, shape, vectors: 2, lanes: 8, blockChannels: 16), _ => weights * 8L);
        RequireTwice(() => WinogradWeights.Unpack(tensor.Packed, tensor.Codebook, [], shape, lanes: 8, blockRows: 4), layout => layout.Grid.WeightLength * (long)sizeof(float));
        RequireTwice(() => WeightPanels.Unpack(tensor.Packed, tensor.Codebook, [], shape, sizes), _ => tensor.Dense.Length * (long)sizeof(float));

        static void RequireTwice<TLayout>(Func<TLayout> unpack, Func<TLayout, long> byteCount) =>
            Assert.InRange(Allocated(unpack, out TLayout layout), 1, 2 * byteCount(layout));
    }

    private static void Require<TLayout>(Func<TLayout> unpack, Func<TLayout, long> byteCount)
    {
        long allocated = Allocated(unpack, out TLayout layout);
        Assert.InRange(allocated, 1, byteCount(layout) + (Rows * BytesOfRow) + BytesOfObjects);
    }

    /// <summary>The less of two times: the first may pay for what a thread keeps, or find the pool of scratch memory emptied by other tests.</summary>
    private static long Allocated<TLayout>(Func<TLayout> unpack, out TLayout layout)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        layout = unpack();
        long first = GC.GetAllocatedBytesForCurrentThread();
        layout = unpack();
        return Math.Min(first - before, GC.GetAllocatedBytesForCurrentThread() - first);
    }
}
