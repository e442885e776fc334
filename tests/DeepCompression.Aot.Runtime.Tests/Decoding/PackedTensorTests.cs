namespace DeepCompression.Aot.Runtime.Tests.Decoding;

public class PackedTensorTests
{
    [Theory]
    [InlineData(0, 4, 1, 1)]
    [InlineData(2, 0, 1, 1)]
    [InlineData(65_536, 65_536, 1, 1)]
    [InlineData(2, 4, -1, 1)]
    [InlineData(2, 4, 9, 1)]
    [InlineData(20, 40, 65, 1)]
    [InlineData(2, 4, 1, -1)]
    [InlineData(2, 4, 1, 4)]
    public void Numbers_that_no_stream_could_fit_are_refused(int rows, int rowLength, int weightCount, int gapResolution) =>
        Assert.Throws<ArgumentOutOfRangeException>(() =>
        {
            _ = new PackedTensor([0ul], weightCount, rows, rowLength, [], gapResolution, [1, 0], [1]);
        });

    [Theory]
    [InlineData(33, 1)]
    [InlineData(2, 256)]
    public void Alphabets_larger_than_the_format_has_are_refused(int gapClasses, int indices) =>
        Assert.Throws<ArgumentOutOfRangeException>(() =>
        {
            _ = new PackedTensor([0ul], 1, 2, 4, [], 0, new byte[gapClasses], new byte[indices]);
        });

    [Theory]
    [InlineData(new[] { 1 })]
    [InlineData(new[] { 1, 1, 1 })]
    [InlineData(new[] { -1, 2 })]
    [InlineData(new[] { 1, 4 })]
    [InlineData(new[] { 0, int.MaxValue, int.MaxValue, 2 })]
    [InlineData(new[] { 4, 0 })]
    public void Runs_of_columns_that_do_not_fit_a_row_are_refused(int[] columnRuns) =>
        Assert.Throws<ArgumentOutOfRangeException>(() =>
        {
            _ = new PackedTensor([0ul], 1, 2, 4, columnRuns, 0, [1, 0], [1]);
        });

    [Fact]
    public void A_tensor_without_weights_needs_no_tables()
    {
        var tensor = new PackedTensor([], 0, 2, 3, [], 0, [], []);
        Assert.Equal([0, 0, 0], SparseRows.Unpack<ushort>(tensor, [0f], slotsPerStep: 8).Start);
        Assert.Equal(new float[3 * 2], DenseColumns.Unpack(tensor, [0f], paddedRows: 2));
    }
}
