namespace DeepCompression.Aot.Runtime.Tests.Decoding;

/// <summary>Layouts from constants; the generator's tests compare their outputs with those of layouts built at load.</summary>
public class PlacedRowsTests
{
    [Fact]
    public void Numbers_that_contradict_each_other_are_refused()
    {
        Assert.Equal(17, Windows(rows: 17, groups: 2, steps: 1, words: 17, bias: 32).Rows);
        Assert.Throws<ArgumentException>(() => Windows(rows: 17, groups: 1, steps: 1, words: 17, bias: 32));
        Assert.Throws<ArgumentException>(() => Windows(rows: 17, groups: 2, steps: 2, words: 33, bias: 32));
        Assert.Throws<ArgumentException>(() => Windows(rows: 17, groups: 2, steps: 1, words: 16, bias: 32));
        Assert.Throws<ArgumentException>(() => Windows(rows: 17, groups: 2, steps: 1, words: 17, bias: 17));
        Assert.Throws<ArgumentException>(() => ByteWindowRows.Placed(new PlacedRows(64, [0], [2], [0, 0], rowSums: [0], new uint[49], []), [0], width: 64));
        Assert.Throws<ArgumentException>(() => FineWindowRows.Placed(new PlacedRows(64, [0], [2], [0, 0], rowSums: new int[16], new uint[49], []), [0], width: 64));
        Assert.Throws<ArgumentException>(() => LaneRows.Placed(new PlacedRows(8, [0], [16], [], [], new uint[9], [])));
    }

    [Fact]
    public void Numbers_of_a_convolution_that_contradict_each_other_are_refused()
    {
        // A block with one channel's turn, one tap and one plane, and one with another turn.
        Assert.Equal(2, Taps(blocks: [1, 1, 1, 2, 1, 1], planes: 2, visits: 4, taps: 2).Blocks.Length);
        Assert.Throws<ArgumentException>(() => Taps(blocks: [], planes: 0, visits: 0, taps: 0));
        Assert.Throws<ArgumentException>(() => Taps(blocks: [1, 1, 1, 2, 1], planes: 2, visits: 4, taps: 2));
        Assert.Throws<ArgumentException>(() => Taps(blocks: [1, 1, 1, 0, 1, 1], planes: 2, visits: 0, taps: 2));
        Assert.Throws<ArgumentException>(() => Taps(blocks: [1, 1, 1, 2, 0, 1], planes: 2, visits: 4, taps: 0));
        Assert.Throws<ArgumentException>(() => Taps(blocks: [1, 1, 2, 2, 1, 1], planes: 2, visits: 4, taps: 2));
        Assert.Throws<ArgumentException>(() => Taps(blocks: [1, 1, 1, 2, 1, 1], planes: 4, visits: 4, taps: 2));
        Assert.Throws<ArgumentException>(() => Taps(blocks: [1, 1, 1, 2, 1, 1], planes: 2, visits: 3, taps: 2));
        Assert.Throws<ArgumentException>(() => Taps(blocks: [1, 1, 1, 2, 1, 1], planes: 2, visits: 4, taps: 3));
    }

    [Fact]
    public void Without_a_bias_sums_begin_with_zero()
    {
        // One step: the first lane's second slot has the third column's activation and the first centroid.
        var rows = new PlacedRows(32, [0], [1], [0], [], [(2 << 16) | (1 << 21), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], []);
        float[] output = [float.NaN];
        WindowProduct.Apply(WindowRows.Placed(rows, [0, 1], paired: false), [5, 6, 7, .. new float[29]], output, relu: false);

        Assert.Equal([7f], output);
    }

    /// <summary>A convolution whose numbers are in arrays, which may move: it is not to be run.</summary>
    private static PackedTaps Taps(int[] blocks, int planes, int visits, int taps) => PackedTaps.Placed(
        new PlacedTaps(blocks, new int[planes], new int[visits], new uint[taps]),
        new ConvolutionShape(1, 5, 6, 2, 2, 3, 1, 1, Pools: false), vectors: 2, lanes: 4, blockChannels: 1);

    /// <summary>A layer whose numbers are in arrays, which may move: it is not to be run.</summary>
    private static WindowRows Windows(int rows, int groups, int steps, int words, int bias)
    {
        int[] order = [.. Enumerable.Range(0, rows)];
        int[] groupEnd = [.. Enumerable.Repeat(1, groups)];
        return WindowRows.Placed(new PlacedRows(32, order, groupEnd, new ushort[steps], [], new uint[words], new float[bias]), [0, 1], paired: false);
    }
}
