using DeepCompression.Aot.Format;
using DeepCompression.Aot.Import.Tests.Support;
using static DeepCompression.Aot.Import.Tests.Support.OnnxBuilder;

namespace DeepCompression.Aot.Import.Tests;

/// <summary>Operators that move elements, take them together or multiply computed matrices.</summary>
public class StructureImportTests
{
    /// <summary>0, 1, 2 … as a batch of one with the given shape.</summary>
    private static float[] Count(int count) => [.. Enumerable.Range(0, count).Select(i => (float)i)];

    [Fact]
    public void Axes_are_transposed_with_the_batch_in_place()
    {
        OnnxBuilder model = new OnnxBuilder().Input("x", 2, 3).Node("Transpose", "x", "y", List("perm", 0, 2, 1)).Output("y");

        Assert.Equal([0f, 3, 1, 4, 2, 5], Imported.Run(model, Count(6)));
    }

    [Fact]
    public void The_batch_moves_too()
    {
        OnnxBuilder model = new OnnxBuilder().FixedInput("x", 2, 3).Node("Transpose", "x", "y").Output("y");

        Assert.Equal([0f, 3, 1, 4, 2, 5], Imported.Run(model, Count(6)));
    }

    [Fact]
    public void Slices_go_forwards_and_backwards_and_bounds_beyond_the_ends_are_the_ends()
    {
        OnnxBuilder model = new OnnxBuilder().FixedInput("x", 3, 5)
            .Integers("starts", -1, 1).Integers("ends", long.MinValue, 1000).Integers("axes", 0, -1).Integers("steps", -2, 2)
            .Node("Slice", "x starts ends axes steps", "y").Output("y");

        Assert.Equal([11f, 13, 1, 3], Imported.Run(model, Count(15)));
    }

    [Fact]
    public void A_slice_of_nothing_is_refused()
    {
        OnnxBuilder model = new OnnxBuilder().FixedInput("x", 3).Integers("starts", 2).Integers("ends", 2)
            .Node("Slice", "x starts ends", "y").Output("y");

        Assert.Contains("Slice 'Slice/y' (what it computes has no elements)", Imported.Refusal(model), StringComparison.Ordinal);
    }

    [Fact]
    public void Parts_of_a_split_are_as_many_as_it_has_outputs_and_the_last_may_be_smaller()
    {
        OnnxBuilder model = new OnnxBuilder(18).FixedInput("x", 5)
            .Node("Split", "x", "a b c", Integer("num_outputs", 3)).Node("Concat", "c a", "y", Integer("axis", 0)).Output("y").Output("b");

        Artifact artifact = Imported.Artifact(model);
        float[][] outputs = new Runtime.Reference.ReferenceInterpreter(artifact).Run(Count(5));
        Assert.Equal([4f, 0, 1], outputs[0]);
        Assert.Equal([2f, 3], outputs[1]);
    }

    [Fact]
    public void What_is_expanded_and_tiled_repeats()
    {
        OnnxBuilder expanded = new OnnxBuilder().FixedInput("x", 2, 1).Integers("shape", 2, 1, 3).Node("Expand", "x shape", "y").Output("y");
        OnnxBuilder tiled = new OnnxBuilder().FixedInput("x", 2, 2).Integers("repeats", 2, 2).Node("Tile", "x repeats", "y").Output("y");

        Assert.Equal([0f, 0, 0, 1, 1, 1, 0, 0, 0, 1, 1, 1], Imported.Run(expanded, Count(2)));
        Assert.Equal([0f, 1, 0, 1, 2, 3, 2, 3, 0, 1, 0, 1, 2, 3, 2, 3], Imported.Run(tiled, Count(4)));
    }

    [Fact]
    public void Blocks_become_channels_and_back()
    {
        OnnxBuilder model = new OnnxBuilder().Input("x", 1, 4, 4)
            .Node("SpaceToDepth", "x", "d", Integer("blocksize", 2)).Node("DepthToSpace", "d", "y", Integer("blocksize", 2)).Output("d").Output("y");

        float[][] outputs = new Runtime.Reference.ReferenceInterpreter(Imported.Artifact(model)).Run(Count(16));
        Assert.Equal([0f, 2, 8, 10, 1, 3, 9, 11, 4, 6, 12, 14, 5, 7, 13, 15], outputs[0]);
        Assert.Equal(Count(16), outputs[1]);
    }

    [Fact]
    public void Slices_and_elements_are_gathered_by_constant_indices()
    {
        OnnxBuilder slices = new OnnxBuilder().FixedInput("x", 2, 3).Integers("i", 2, 0, 0, -1).Node("Gather", "x i", "y", Integer("axis", 1)).Output("y");
        var elements = new OnnxBuilder();
        elements.FixedInput("x", 2, 2).Integers("flat", 0, 0, 1, 0).Integers("shape", 2, 2)
            .Node("Reshape", "flat shape", "i").Node("GatherElements", "x i", "y", Integer("axis", 1)).Output("y");

        Assert.Equal([2f, 0, 0, 2, 5, 3, 3, 5], Imported.Run(slices, Count(6)));
        Assert.Equal([0f, 0, 3, 2], Imported.Run(elements, Count(4)));
    }

    [Theory]
    [InlineData("reflect", new[] { 2f, 1, 0, 1, 2, 1 })]
    [InlineData("edge", new[] { 0f, 0, 0, 1, 2, 2 })]
    [InlineData("wrap", new[] { 1f, 2, 0, 1, 2, 0 })]
    public void What_lies_outside_is_mirrored_repeated_or_goes_round(string mode, float[] expected)
    {
        OnnxBuilder model = new OnnxBuilder(19).FixedInput("x", 3).Integers("pads", 2, 1).Node("Pad", "x pads", "y", Text("mode", mode)).Output("y");

        Assert.Equal(expected, Imported.Run(model, Count(3)));
    }

    [Fact]
    public void Padding_by_a_number_may_take_away_on_the_other_side()
    {
        OnnxBuilder model = new OnnxBuilder().FixedInput("x", 2, 3).Integers("pads", 1, -1, 0, 1).Floats("n", [], 7)
            .Node("Pad", "x pads n", "y").Output("y");

        Assert.Equal([7f, 7, 7, 1, 2, 7, 4, 5, 7], Imported.Run(model, Count(6)));
    }

    [Fact]
    public void Axes_apart_are_reduced_one_after_another()
    {
        OnnxBuilder model = new OnnxBuilder().FixedInput("x", 2, 2, 2)
            .Node("ReduceL2", "x", "y", List("axes", 0, 2), Integer("keepdims", 0)).Output("y");

        Closeness.AssertClose([Math.Sqrt(0 + 1 + 16 + 25), Math.Sqrt(4 + 9 + 36 + 49)], Imported.Run(model, Count(8)));
    }

    [Fact]
    public void An_axis_of_one_element_changes_what_a_norm_makes_of_it()
    {
        OnnxBuilder model = new OnnxBuilder().FixedInput("x", 1, 2).Node("ReduceL1", "x", "y", List("axes", 0)).Output("y");

        Assert.Equal([3f, 4], Imported.Run(model, [-3, 4]));
    }

    [Fact]
    public void The_index_of_the_largest_is_a_number()
    {
        OnnxBuilder model = new OnnxBuilder().FixedInput("x", 2, 3)
            .Node("ArgMax", "x", "first", Integer("axis", 1), Integer("keepdims", 0))
            .Node("ArgMax", "x", "last", Integer("axis", 1), Integer("select_last_index", 1)).Output("first").Output("last");

        float[][] outputs = new Runtime.Reference.ReferenceInterpreter(Imported.Artifact(model)).Run([5, 1, 5, 2, 3, 3]);
        Assert.Equal([0f, 1], outputs[0]);
        Assert.Equal([2f, 2], outputs[1]);
    }

    [Fact]
    public void Computed_matrices_are_multiplied_by_numpys_rules()
    {
        // Two matrices by a vector, and a single matrix by each of two.
        OnnxBuilder vector = new OnnxBuilder().FixedInput("a", 2, 1, 2).FixedInput("b", 2).Node("MatMul", "a b", "y").Output("y");
        OnnxBuilder batches = new OnnxBuilder().FixedInput("a", 1, 2).FixedInput("b", 2, 2, 1).Node("MatMul", "a b", "y").Output("y");

        Assert.Equal([1f, 3], Imported.Run(vector, Count(4), [0, 1]));
        Assert.Equal([1f, 3], Imported.Run(batches, [0, 1], Count(4)));
    }

    [Fact]
    public void A_product_of_matrices_takes_a_matrix_as_its_bias()
    {
        OnnxBuilder model = new OnnxBuilder().FixedInput("a", 2, 2).Floats("b", [2, 1], 1, 10).Floats("c", [2, 1], 100, 200)
            .Node("Gemm", "a b c", "y", Integer("transA", 1), Number("beta", 2)).Output("y");

        Assert.Equal([0 + 20f + 200, 1 + 30 + 400], Imported.Run(model, Count(4)));
    }

    [Fact]
    public void Outputs_that_are_inputs_or_each_other_are_copies()
    {
        OnnxBuilder model = new OnnxBuilder().FixedInput("x", 3).Node("Relu", "x", "r").Node("Identity", "x", "same").Node("Identity", "r", "again")
            .Output("same").Output("r").Output("again");

        float[][] outputs = new Runtime.Reference.ReferenceInterpreter(Imported.Artifact(model)).Run([-1, 0, 1]);
        Assert.Equal([[-1f, 0, 1], [0f, 0, 1], [0f, 0, 1]], outputs);
    }

    [Fact]
    public void A_condition_chooses_between_values_or_constants()
    {
        OnnxBuilder known = new OnnxBuilder().FixedInput("x", 2, 2).Integers("c", 1, 0).Floats("n", [1], 7).Node("Where", "c x n", "y").Output("y");
        OnnxBuilder computed = new OnnxBuilder().FixedInput("c", 2).Floats("a", [2], 3, 4).Floats("b", [1], 7).Node("Where", "c a b", "y").Output("y");

        Assert.Equal([0f, 7, 2, 7], Imported.Run(known, Count(4)));
        Assert.Equal([3f, 7], Imported.Run(computed, [1, 0]));
    }

    [Fact]
    public void Numbers_are_quantised_as_integers_and_back()
    {
        OnnxBuilder model = new OnnxBuilder().FixedInput("x", 4).Floats("s", [], 0.5f)
            .Node("QuantizeLinear", "x s", "q").Node("DequantizeLinear", "q s", "y").Output("y");

        // 0.25 ÷ 0.5 is rounded to the even one; 200 and −1 are beyond a byte.
        Assert.Equal([0f, 1, 127.5f, 0], Imported.Run(model, [0.25f, 0.9f, 200, -1]));
    }

    [Fact]
    public void Layers_are_normalised_by_their_own_statistics()
    {
        OnnxBuilder model = new OnnxBuilder(17).FixedInput("x", 1, 2, 2).Floats("scale", [2], 1, 2).Floats("offset", [2], 0, 5)
            .Node("LayerNormalization", "x scale offset", "y", Number("epsilon", 0)).Output("y");

        Closeness.AssertClose([-1, 7, -1, 7], Imported.Run(model, [1, 3, -10, 10]));
    }
}
