using DeepCompression.Aot.Format;
using DeepCompression.Aot.Import.Tests.Support;
using DeepCompression.Aot.Trainer.Import;
using static DeepCompression.Aot.Import.Tests.Support.OnnxBuilder;

namespace DeepCompression.Aot.Import.Tests;

/// <summary>What happens to a graph as a whole: shapes, constants, what vanishes, what is refused.</summary>
public class GraphImportTests
{
    [Fact]
    public void A_reshape_whose_shape_is_computed_from_a_shape_is_folded()
    {
        OnnxBuilder model = new OnnxBuilder().Input("x", 2, 1, 2)
            .Integers("zero", 0).Integers("rest", -1).Floats("w", [4, 1], 1, 10, 100, 1000)
            .Node("Relu", "x", "r")
            .Node("Shape", "r", "shape").Node("Gather", "shape zero", "batch").Node("Concat", "batch rest", "wanted", Integer("axis", 0))
            .Node("Reshape", "r wanted", "row").Node("MatMul", "row w", "y").Output("y");

        Assert.Equal([OperatorKind.Relu, OperatorKind.Flatten, OperatorKind.Linear], Imported.Artifact(model).Graph.Operators.Select(op => op.Kind));
        Assert.Equal([4321f], Imported.Run(model, [1, 2, 3, 4]));
    }

    [Fact]
    public void Identity_dropout_and_moved_axes_of_size_one_vanish()
    {
        OnnxBuilder model = new OnnxBuilder().Input("x", 2, 1, 1)
            .Node("Identity", "x", "a").Node("Dropout", "a", "b").Node("Transpose", "b", "c", List("perm", 0, 2, 3, 1))
            .Node("Flatten", "c", "d").Node("Softmax", "d", "y").Output("y");

        Assert.Equal([OperatorKind.Flatten, OperatorKind.Softmax], Imported.Artifact(model).Graph.Operators.Select(op => op.Kind));
        Closeness.AssertClose([0.25, 0.75], Imported.Run(model, [0, MathF.Log(3)]));
    }

    [Fact]
    public void Constants_are_computed_on_import()
    {
        // ((1 2 / 3 4)ᵀ · 2 + 1)[1:, :] = 5 9, of which the input takes its half.
        OnnxBuilder model = new OnnxBuilder().Input("x", 1)
            .Floats("m", [2, 2], 1, 2, 3, 4).Floats("two", [], 2).Floats("one", [1], 1)
            .Integers("start", 1).Integers("end", long.MaxValue).Integers("axis", 0)
            .Node("Transpose", "m", "t").Node("Mul", "t two", "u").Node("Add", "u one", "v")
            .Node("Slice", "v start end axis", "w").Node("Div", "w two", "h").Node("MatMul", "x h", "y").Output("y");

        Assert.Equal([5f, 9f], Imported.Run(model, [2]));
    }

    [Fact]
    public void A_sum_of_two_branches_and_several_outputs_keep_their_names_and_order()
    {
        OnnxBuilder model = new OnnxBuilder().Input("left", 2).Input("right", 2)
            .Node("Add", "left right", "sum").Node("Relu", "left", "positive").Output("positive").Output("sum");

        Artifact artifact = Imported.Artifact(model);

        Assert.Equal(["left", "right", "sum", "positive"], artifact.Names.Values.Select(name => name.Name));
        Assert.Equal([3, 2], artifact.Graph.Outputs);
    }

    [Fact]
    public void What_no_output_needs_is_left_out()
    {
        OnnxBuilder model = new OnnxBuilder().Input("x", 2).Input("unused", 2)
            .Node("Relu", "unused", "dead").Node("Relu", "x", "y").Output("y");
        using var folder = new Trainer.Tests.Data.TemporaryFolder();

        ImportedNetwork network = GraphImporter.Import(model.Save(folder), ImportOptions.Default);

        Assert.Single(network.Graph.Operators);
        Assert.Equal(["input 'unused' is left out: no output depends on it"], network.Notices);
    }

    [Fact]
    public void Initialisers_that_old_files_list_as_inputs_are_none()
    {
        OnnxBuilder model = new OnnxBuilder().Input("x", 1).FixedInput("w", 1, 1)
            .Floats("w", [1, 1], 3).Node("MatMul", "x w", "y").Output("y");

        Assert.Equal([6f], Imported.Run(model, [2]));
    }

    [Fact]
    public void Every_node_that_cannot_be_imported_is_named_with_its_reason()
    {
        OnnxBuilder model = new OnnxBuilder().Input("x", 3, 4, 4).Floats("w", [3, 1, 1, 1], 1, 1, 1)
            .Node("NonMaxSuppression", "x", "a").Node("Conv", "x w", "b", Integer("group", 2)).Node("Einsum", "a b", "c").Node("Relu", "c", "y").Output("y");

        string message = Imported.Refusal(model);

        Assert.Contains("3 nodes cannot be imported", message, StringComparison.Ordinal);
        Assert.Contains("NonMaxSuppression 'NonMaxSuppression/a' (the operator is not supported)", message, StringComparison.Ordinal);
        Assert.Contains("Conv 'Conv/b' (", message, StringComparison.Ordinal);
        Assert.Contains("Einsum 'Einsum/c'", message, StringComparison.Ordinal);
        Assert.DoesNotContain("Relu", message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_attribute_that_is_not_known_is_not_passed_over()
    {
        OnnxBuilder model = new OnnxBuilder().Input("x", 2).Node("Relu", "x", "y", Integer("twice", 1)).Output("y");

        Assert.Contains("attribute twice is not known", Imported.Refusal(model), StringComparison.Ordinal);
    }

    [Fact]
    public void An_operator_of_another_domain_is_not_mistaken_for_a_standard_one()
    {
        OnnxBuilder model = new OnnxBuilder().Input("x", 2).Node("Relu", "x", "y").Output("y");
        model.Model.Graph.Node[0].Domain = "com.example";

        Assert.Contains("com.example.Relu 'Relu/y' (the operator is not supported)", Imported.Refusal(model), StringComparison.Ordinal);
    }

    [Fact]
    public void An_open_dimension_takes_the_size_that_is_given()
    {
        OnnxBuilder model = new OnnxBuilder().OpenInput("x", "batch", "length").Node("Relu", "x", "y").Output("y");

        Assert.Contains("open dimension 'length'; say what it is with --dim length=SIZE", Imported.Refusal(model), StringComparison.Ordinal);
        Assert.Equal([5], Imported.Artifact(model, options: Sizes("length", 5)).ValueShapes[0].Dimensions);
        Assert.Contains("no dimension named 'width': it names batch, length", Imported.Refusal(model, Sizes(("length", 5), ("width", 1))), StringComparison.Ordinal);
    }

    [Fact]
    public void A_batch_of_several_samples_is_refused_where_it_matters()
    {
        OnnxBuilder model = new OnnxBuilder().Input("x", 1, 3, 3)
            .Floats("w", [1, 1, 1, 1], 1).Node("Conv", "x w", "y").Output("y");

        Assert.Contains("it reads 2×1×3×3; what is supported is one image at a time", Imported.Refusal(model, Sizes("N", 2)), StringComparison.Ordinal);
    }

    [Fact]
    public void Pools_with_a_last_window_that_does_not_fit_count_it_in_ceil_mode()
    {
        OnnxBuilder model = new OnnxBuilder().Input("x", 1, 3, 3)
            .Node("MaxPool", "x", "y", List("kernel_shape", 2, 2), List("strides", 2, 2), Integer("ceil_mode", 1)).Output("y");

        Assert.Equal([5f, 6f, 8f, 9f], Imported.Run(model, [1, 2, 3, 4, 5, 6, 7, 8, 9]));
    }

    [Fact]
    public void Global_pools_take_whole_planes()
    {
        OnnxBuilder model = new OnnxBuilder().Input("x", 2, 1, 3).Node("GlobalAveragePool", "x", "a").Node("GlobalMaxPool", "x", "m")
            .Node("Add", "a m", "y").Output("y");

        Assert.Equal([2f + 3f, 20f + 30f], Imported.Run(model, [1, 2, 3, 10, 20, 30]));
    }

    private static ImportOptions Sizes(string name, int size) => Sizes((name, size));

    private static ImportOptions Sizes(params (string Name, int Size)[] sizes) =>
        new() { Dimensions = sizes.ToDictionary(size => size.Name, size => size.Size) };
}
