using DeepCompression.Aot.Format;
using DeepCompression.Aot.Import.Tests.Support;
using static DeepCompression.Aot.Import.Tests.Support.OnnxBuilder;

namespace DeepCompression.Aot.Import.Tests;

/// <summary>Functions of one and two numbers, and softmax along axes.</summary>
public class FunctionImportTests
{
    private static readonly float[] Four = [-2, -0.5f, 0.5f, 3];

    [Fact]
    public void Parameters_of_a_function_are_those_of_the_node_or_what_the_operator_has_by_default()
    {
        Assert.Equal([-0.5f, -0.125f, 0.5f, 3f], One("LeakyRelu", Number("alpha", 0.25f)));
        Assert.Equal([-0.02f, -0.005f, 0.5f, 3f], One("LeakyRelu"), (wanted, got) => Math.Abs(wanted - got) < 1e-7);
        Assert.Equal([0.1f, 0.4f, 0.6f, 1f], One("HardSigmoid"), (wanted, got) => Math.Abs(wanted - got) < 1e-6);
    }

    [Fact]
    public void Bounds_are_attributes_in_old_operator_sets_and_inputs_in_newer_ones()
    {
        OnnxBuilder old = new OnnxBuilder(operatorSet: 10).Input("x", 4).Node("Clip", "x", "y", Number("min", -1), Number("max", 2)).Output("y");
        OnnxBuilder open = new OnnxBuilder().Input("x", 4).Floats("low", [], -1).Node("Clip", "x low", "y").Output("y");

        Assert.Equal([-1f, -0.5f, 0.5f, 2f], Imported.Run(old, Four));
        Assert.Equal([-1f, -0.5f, 0.5f, 3f], Imported.Run(open, Four));
    }

    [Fact]
    public void A_function_of_a_constant_is_computed_on_import()
    {
        OnnxBuilder model = new OnnxBuilder().Input("x", 2).Floats("c", [2], 4, 9).Node("Sqrt", "c", "root").Node("Add", "x root", "y").Output("y");

        Assert.Equal([3f, 5f], Imported.Run(model, [1, 2]));
        Assert.Equal([OperatorKind.Constant, OperatorKind.Add], Imported.Artifact(model).Graph.Operators.Select(op => op.Kind));
    }

    [Fact]
    public void Values_of_different_rank_spread_to_one_shape()
    {
        OnnxBuilder model = new OnnxBuilder().Input("x", 2, 3).FixedInput("row", 3).Node("Sub", "x row", "y").Output("y");

        Assert.Equal([0f, 0f, 0f, 3f, 3f, 3f], Imported.Run(model, [1, 2, 3, 4, 5, 6], [1, 2, 3]));
    }

    [Fact]
    public void A_constant_for_each_channel_behind_no_layer_is_a_value()
    {
        OnnxBuilder model = new OnnxBuilder().Input("x", 2, 1, 2).Floats("c", [1, 2, 1, 1], 10, 100).Node("Mul", "c x", "y").Output("y");

        Assert.Equal([10f, 20f, 300f, 400f], Imported.Run(model, [1, 2, 3, 4]));
    }

    [Fact]
    public void Any_number_of_values_has_a_mean()
    {
        OnnxBuilder model = new OnnxBuilder().Input("a", 2).Input("b", 2).Input("c", 2).Node("Mean", "a b c", "y").Output("y");

        Assert.Equal([2f, 5f], Imported.Run(model, [1, 3], [2, 5], [3, 7]));
    }

    [Fact]
    public void A_slope_that_would_spread_the_value_itself_is_refused()
    {
        OnnxBuilder model = new OnnxBuilder().Input("x", 1).Floats("slope", [3], 1, 2, 3).Node("PRelu", "x slope", "y").Output("y");

        Assert.Contains("its slope of 3 does not spread to 1×1", Imported.Refusal(model), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(13, 1, new[] { 0.5f, 0.5f, 0.5f, 0.5f })]
    [InlineData(13, 2, new[] { 0.25f, 0.75f, 0.25f, 0.75f })]
    [InlineData(11, 1, new[] { 0.125f, 0.375f, 0.125f, 0.375f })]
    public void Softmax_normalises_one_axis_or_in_old_operator_sets_all_from_it_on(int operatorSet, int axis, float[] expected)
    {
        OnnxBuilder model = new OnnxBuilder(operatorSet).Input("x", 2, 2).Node("Softmax", "x", "y", Integer("axis", axis)).Output("y");
        float three = MathF.Log(3);

        Assert.Equal(expected, Imported.Run(model, [0, three, 0, three]), (wanted, got) => Math.Abs(wanted - got) < 1e-6);
    }

    [Fact]
    public void Quotients_of_integers_are_cut_off_and_what_has_no_meaning_for_them_is_refused()
    {
        OnnxBuilder division = new OnnxBuilder().Input("x", 2).Input("d", 2).Node("Cast", "x", "a", Integer("to", 7)).Node("Cast", "d", "b", Integer("to", 7))
            .Node("Div", "a b", "q").Node("Cast", "q", "y", Integer("to", 1)).Output("y");
        OnnxBuilder root = new OnnxBuilder().Input("x", 2).Node("Cast", "x", "a", Integer("to", 7)).Node("Exp", "a", "y").Output("y");

        Assert.Equal([-2f, 3f], Imported.Run(division, [-7.9f, 10], [3, 3]));
        Assert.Contains("it computes with integers", Imported.Refusal(root), StringComparison.Ordinal);
    }

    private static float[] One(string type, params Trainer.Onnx.AttributeProto[] attributes) =>
        Imported.Run(new OnnxBuilder().Input("x", 4).Node(type, "x", "y", attributes).Output("y"), Four);
}
