using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Runtime.Tests.Decoding;

public class DenseColumnsTests
{
    [Fact]
    public void Columns_are_the_transposed_weights_padded_with_zeros() => Properties.Check(random =>
    {
        RandomTensor tensor = RandomTensor.Create(random, new TensorShape(random.Next(1, 30), random.Next(1, 50)));
        int paddedRows = tensor.Rows + random.Next(0, 17);
        var expected = new float[tensor.RowLength * paddedRows];
        for (int i = 0; i < tensor.Dense.Length; i++)
        {
            expected[(i % tensor.RowLength * paddedRows) + (i / tensor.RowLength)] = tensor.Dense[i];
        }

        Assert.Equal(expected, DenseColumns.Unpack(tensor.Packed, tensor.Codebook, paddedRows));
        Assert.Equal(expected, DenseColumns.FromRows(tensor.Dense, tensor.Rows, tensor.RowLength, paddedRows));
    });

    [Fact]
    public void Lengths_that_contradict_the_tensor_are_refused()
    {
        RandomTensor tensor = RandomTensor.Create(new Random(5), new TensorShape(6, 10));
        Assert.Throws<ArgumentOutOfRangeException>(() => DenseColumns.Unpack(tensor.Packed, tensor.Codebook, 5));
        Assert.Throws<ArgumentOutOfRangeException>(() => DenseColumns.FromRows(tensor.Dense, 6, 10, 5));
        Assert.Throws<ArgumentException>(() => DenseColumns.Unpack(tensor.Packed, tensor.Codebook.AsSpan(1), 6));
        Assert.Throws<ArgumentException>(() => DenseColumns.FromRows(tensor.Dense, 6, 11, 6));
    }
}
