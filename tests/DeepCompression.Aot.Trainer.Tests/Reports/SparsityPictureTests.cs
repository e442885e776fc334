using DeepCompression.Aot.Format;
using DeepCompression.Aot.Trainer.Coding;
using DeepCompression.Aot.Trainer.Reports;

namespace DeepCompression.Aot.Trainer.Tests.Reports;

public sealed class SparsityPictureTests
{
    [Fact]
    public void In_a_small_layer_a_pixel_is_a_weight()
    {
        var picture = new SparsityPicture(Encode(2, 3, [1, 5]));

        Assert.Equal((3, 2, 1, 1), (picture.Width, picture.Height, picture.BlockWidth, picture.BlockHeight));
        Assert.Equal([0, 1, 0, 0, 0, 1], from y in Enumerable.Range(0, 2) from x in Enumerable.Range(0, 3) select picture.Kept(x, y));
    }

    [Fact]
    public void In_a_large_layer_a_pixel_counts_the_weights_of_a_block()
    {
        // 401 columns are two to a pixel, the last alone; 201 rows likewise.
        var picture = new SparsityPicture(Encode(201, 401, [0, 1, 401, 402, (200 * 401) + 400]));

        Assert.Equal((201, 101, 2, 2), (picture.Width, picture.Height, picture.BlockWidth, picture.BlockHeight));
        Assert.Equal((4, 4, 1, 0), (picture.Most, picture.Kept(0, 0), picture.Kept(200, 100), picture.Kept(1, 0)));
    }

    private static CodedTensor Encode(int rows, int columns, int[] positions)
    {
        var assignment = new int[rows * columns];
        Array.Fill(assignment, -1);
        foreach (int position in positions)
        {
            assignment[position] = 0;
        }

        return CodedTensorEncoder.Encode(new TensorShape(rows, columns), assignment, [1], NumberFormat.Half);
    }
}
