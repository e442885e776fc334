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
        Require(() => LaneRows.Unpack(tensor.Packed, tensor.Codebook, []), layout => layout.ByteCount);
        Require(() => SparseRows.Unpack<ushort>(tensor.Packed, tensor.Codebook, slotsPerStep: 8), layout => layout.Values.Length * (long)(sizeof(float) + sizeof(ushort)));
    }

    private static void Require<TLayout>(Func<TLayout> unpack, Func<TLayout, long> byteCount)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        TLayout layout = unpack();
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.InRange(allocated, byteCount(layout), byteCount(layout) + (Rows * BytesOfRow) + BytesOfObjects);
    }
}
