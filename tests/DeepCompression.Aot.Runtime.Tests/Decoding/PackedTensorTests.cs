namespace DeepCompression.Aot.Runtime.Tests.Decoding;

public class PackedTensorTests
{
    [Theory]
    [InlineData(0, 4, 1, 1)]
    [InlineData(2, 0, 1, 1)]
    [InlineData(65_536, 65_536, 1, 1)]
    [InlineData(2, 4, -1, 1)]
    [InlineData(2, 4, 9, 1)]
    [InlineData(20, 40, 33, 1)]
    [InlineData(2, 4, 1, 0)]
    [InlineData(2, 4, 1, 2)]
    [InlineData(2, 4, 1, 256)]
    public void Numbers_that_no_stream_could_fit_are_refused(int rows, int rowLength, int weightCount, int fillerSkip) =>
        Assert.Throws<ArgumentOutOfRangeException>(() =>
        {
            _ = new PackedTensor([0ul], weightCount, rows, rowLength, fillerSkip, [1, 0], [1]);
        });

    [Fact]
    public void A_tensor_without_weights_needs_no_tables()
    {
        var tensor = new PackedTensor([], 0, 2, 3, 0, [], []);
        Assert.Equal([0, 0, 0], SparseRows.Unpack<ushort>(tensor, [0f], slotsPerStep: 8).Start);
        Assert.Equal(new float[3 * 2], DenseColumns.Unpack(tensor, [0f], paddedRows: 2));
    }
}
