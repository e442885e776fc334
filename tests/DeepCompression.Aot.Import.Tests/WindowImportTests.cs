using DeepCompression.Aot.Import.Tests.Support;
using static DeepCompression.Aot.Import.Tests.Support.OnnxBuilder;

namespace DeepCompression.Aot.Import.Tests;

/// <summary>Pools and convolutions in all their forms, and resizing.</summary>
public class WindowImportTests
{
    private static float[] Count(int count) => [.. Enumerable.Range(0, count).Select(i => (float)i)];

    [Fact]
    public void A_window_slides_along_one_axis_or_three()
    {
        OnnxBuilder one = new OnnxBuilder().Input("x", 1, 4).Node("MaxPool", "x", "y", List("kernel_shape", 2)).Output("y");
        OnnxBuilder three = new OnnxBuilder().Input("x", 1, 2, 2, 3).Node("AveragePool", "x", "y", List("kernel_shape", 2, 2, 2)).Output("y");

        Assert.Equal([1f, 2, 3], Imported.Run(one, Count(4)));
        Assert.Equal([5f, 6], Imported.Run(three, Count(12)));
    }

    [Fact]
    public void Samples_of_a_batch_are_pooled_each_for_itself()
    {
        OnnxBuilder model = new OnnxBuilder().FixedInput("x", 2, 1, 2, 2).Node("MaxPool", "x", "y", List("kernel_shape", 2, 2)).Output("y");

        Assert.Equal([3f, 7], Imported.Run(model, Count(8)));
    }

    [Fact]
    public void Taps_of_a_pool_may_lie_apart()
    {
        OnnxBuilder max = new OnnxBuilder().Input("x", 1, 6)
            .Node("MaxPool", "x", "y", List("kernel_shape", 2), List("dilations", 3), List("pads", 1, 1)).Output("y");
        OnnxBuilder mean = new OnnxBuilder(19).Input("x", 1, 6)
            .Node("AveragePool", "x", "y", List("kernel_shape", 2), List("dilations", 3), List("pads", 1, 0), Integer("count_include_pad", 1)).Output("y");

        Assert.Equal([2f, 3, 4, 5, 3], Imported.Run(max, Count(6)));
        Assert.Equal([1f, 1.5f, 2.5f, 3.5f], Imported.Run(mean, Count(6)));
    }

    [Fact]
    public void Padding_counts_but_what_rounding_up_adds_does_not()
    {
        OnnxBuilder model = new OnnxBuilder(19).Input("x", 1, 4).Node(
            "AveragePool", "x", "y", List("kernel_shape", 3), List("strides", 3), List("pads", 1, 0), Integer("ceil_mode", 1), Integer("count_include_pad", 1)).Output("y");

        Closeness.AssertClose([1 / 3.0, 2.5], Imported.Run(model, Count(4)));
    }

    [Fact]
    public void Norms_are_pooled()
    {
        OnnxBuilder window = new OnnxBuilder(18).Input("x", 1, 4).Node("LpPool", "x", "y", List("kernel_shape", 2), List("strides", 2)).Output("y");
        OnnxBuilder whole = new OnnxBuilder(18).Input("x", 1, 2, 2).Node("GlobalLpPool", "x", "y", Integer("p", 1)).Output("y");

        Closeness.AssertClose([5, 13], Imported.Run(window, [3, -4, 5, 12]));
        Closeness.AssertClose([10], Imported.Run(whole, [1, -2, 3, -4]));
    }

    [Fact]
    public void A_convolution_along_one_axis()
    {
        OnnxBuilder model = new OnnxBuilder().Input("x", 1, 5).Floats("w", [1, 1, 2], 1, 10)
            .Node("Conv", "x w", "y", List("dilations", 2), List("pads", 1, 0)).Output("y");

        // With a zero in front: 0 0 1 2 3 4, taps two apart.
        Assert.Equal([10f, 20, 31, 42], Imported.Run(model, Count(5)));
    }

    [Fact]
    public void A_transposed_convolution_adds_its_window_for_every_element()
    {
        OnnxBuilder model = new OnnxBuilder().Input("x", 1, 3).Floats("w", [1, 2, 3], 1, 2, 3, 10, 20, 30).Floats("b", [2], 0, 1)
            .Node("ConvTranspose", "x w b", "y", List("strides", 2), List("pads", 1, 0), List("output_padding", 1)).Output("y");

        // One window at 0, 2 and 4 each, times 1, 2 and 3; the first place is cut off, one is added at the end.
        double[] first = [2, 3 + 2, 4, 6 + 3, 6, 9, 0];
        Assert.Equal([.. first.Select(x => (float)x), .. first.Select(x => (float)((10 * x) + 1))], Imported.Run(model, [1, 2, 3]));
    }

    [Fact]
    public void Groups_of_a_transposed_convolution_keep_to_themselves()
    {
        OnnxBuilder model = new OnnxBuilder().Input("x", 2, 1, 2).Floats("w", [2, 1, 1, 2], 1, 2, 10, 20)
            .Node("ConvTranspose", "x w", "y", Integer("group", 2)).Output("y");

        Assert.Equal([1f, 4, 4, 30, 100, 80], Imported.Run(model, [1, 2, 3, 4]));
    }

    [Fact]
    public void Resizing_takes_the_nearest()
    {
        OnnxBuilder model = new OnnxBuilder().Input("x", 1, 1, 2).Floats("roi", [0]).Floats("scales", [4], 1, 1, 2, 2)
            .Node("Resize", "x roi scales", "y", Text("mode", "nearest")).Output("y");

        Assert.Equal([0f, 0, 1, 1, 0, 0, 1, 1], Imported.Run(model, Count(2)));
    }

    [Theory]
    [InlineData("half_pixel", new[] { 0, 0.25, 0.75, 1 })]
    [InlineData("align_corners", new[] { 0, 1 / 3.0, 2 / 3.0, 1 })]
    [InlineData("asymmetric", new[] { 0, 0.5, 1, 1 })]
    public void Resizing_interpolates_between_neighbours(string coordinates, double[] expected)
    {
        OnnxBuilder model = new OnnxBuilder().FixedInput("x", 2).Floats("roi", [0]).Floats("scales", [1], 2)
            .Node("Resize", "x roi scales", "y", Text("mode", "linear"), Text("coordinate_transformation_mode", coordinates)).Output("y");

        Closeness.AssertClose(expected, Imported.Run(model, Count(2)));
    }
}
