using DeepCompression.Aot.Format;
using DeepCompression.Aot.Import.Tests.Support;
using DeepCompression.Aot.Runtime.Reference;
using DeepCompression.Aot.Trainer.Onnx;
using static DeepCompression.Aot.Import.Tests.Support.OnnxBuilder;

namespace DeepCompression.Aot.Import.Tests;

/// <summary>LSTM, GRU and RNN nodes, and fully connected layers over rows.</summary>
public class RecurrentImportTests
{
    [Fact]
    public void A_product_of_rows_with_a_sum_behind_it_is_one_layer()
    {
        // As many rows as columns: the sum goes by columns all the same.
        OnnxBuilder model = new OnnxBuilder().Input("x", 2, 2)
            .Floats("w", [2, 2], 1, 2, 3, 4).Floats("b", [2], 10, 20)
            .Node("MatMul", "x w", "product").Node("Add", "product b", "y").Output("y");

        Assert.IsType<LinearRowsOperator>(Assert.Single(Imported.Artifact(model).Graph.Operators));
        Assert.Equal([17f, 30f, 11f, 22f], Imported.Run(model, [1, 2, 1, 0]));
    }

    [Fact]
    public void An_lstm_is_a_projection_with_all_biases_and_a_recurrent_layer()
    {
        Artifact artifact = Imported.Artifact(Model("LSTM", gates: 4, steps: 3));

        Assert.Collection(
            artifact.Graph.Operators.AsSpan().ToArray(),
            first => Assert.NotNull(Assert.IsType<LinearRowsOperator>(first).Bias),
            second => Assert.Equal(LstmOperator.Usual, Assert.IsType<LstmOperator>(second).Form.Functions));
    }

    [Fact]
    public void An_rnn_without_weights_of_the_past_is_a_function_of_each_step()
    {
        OnnxBuilder model = new OnnxBuilder(operatorSet: 11).FixedInput("x", 3, 1, 2)
            .Floats("w", [1, 2, 2], 1, 0, 0, 2).Floats("r", [1, 2, 2], 0, 0, 0, 0).Floats("b", [1, 4], 0.5f, 0, 0, 0.25f)
            .Node("RNN", "x w r b", "all", Texts("activations", "Relu")).Node("Squeeze", "all", "y", List("axes", 1)).Output("y");

        Assert.Equal([1.5f, 4.25f, 0f, 0.25f, 0.5f, 0f], Imported.Run(model, [1, 2, -1, 0, 0, -1]));
    }

    [Fact]
    public void An_rnn_adds_up_what_came_before_in_its_direction()
    {
        OnnxBuilder Sums(string direction) => new OnnxBuilder(operatorSet: 11).FixedInput("x", 3, 1, 1)
            .Floats("w", [1, 1, 1], 1).Floats("r", [1, 1, 1], 1)
            .Node("RNN", "x w r", "all", Text("direction", direction), Texts("activations", "Affine"), Numbers("activation_alpha", 1), Numbers("activation_beta", 0))
            .Node("Squeeze", "all", "y", List("axes", 1)).Output("y");

        Assert.Equal([1f, 3f, 7f], Imported.Run(Sums("forward"), [1, 2, 4]));
        Assert.Equal([7f, 6f, 4f], Imported.Run(Sums("reverse"), [1, 2, 4]));
    }

    [Fact]
    public void Both_directions_lie_side_by_side()
    {
        OnnxBuilder model = new OnnxBuilder(operatorSet: 11).FixedInput("x", 3, 1, 1)
            .Floats("w", [2, 1, 1], 1, 10).Floats("r", [2, 1, 1], 1, 1)
            .Node("RNN", "x w r", "all", Text("direction", "bidirectional"), Texts("activations", "Relu", "Relu"))
            .Node("Flatten", "all", "y", Integer("axis", 0)).Output("y");

        Assert.Equal([1f, 70f, 3f, 60f, 7f, 40f], Imported.Run(model, [1, 2, 4]));
    }

    [Fact]
    public void A_first_state_is_an_input_like_any_other()
    {
        OnnxBuilder model = new OnnxBuilder(operatorSet: 11).FixedInput("x", 1, 1, 1).FixedInput("h", 1, 1, 1)
            .Floats("w", [1, 1, 1], 1).Floats("r", [1, 1, 1], 3)
            .Node("RNN", "x w r   h", " next", Texts("activations", "Relu")).Output("next");

        Assert.Equal([17f], Imported.Run(model, [2], [5]));
    }

    [Fact]
    public void The_last_state_of_each_direction_is_the_one_that_it_ends_with()
    {
        OnnxBuilder model = new OnnxBuilder(operatorSet: 11).FixedInput("x", 3, 1, 1)
            .Floats("w", [2, 1, 1], 1, 10).Floats("r", [2, 1, 1], 1, 1)
            .Node("RNN", "x w r", "all last", Text("direction", "bidirectional"), Texts("activations", "Relu", "Relu")).Output("all").Output("last");

        float[][] outputs = new ReferenceInterpreter(Imported.Artifact(model)).Run([1, 2, 4]);
        Assert.Equal([1f, 70f, 3f, 60f, 7f, 40f], outputs[0]);
        Assert.Equal([7f, 70f], outputs[1]);
    }

    [Fact]
    public void Sequences_of_a_batch_run_side_by_side_whichever_comes_first()
    {
        // Two sequences, 1 2 4 and 10 20 40, and what they begin with.
        OnnxBuilder Sums(int layout, params long[] input) => new OnnxBuilder(operatorSet: 14).FixedInput("x", input).Floats("first", layout == 1 ? [2, 1, 1] : [1, 2, 1], 100, 1000)
            .Floats("w", [1, 1, 1], 1).Floats("r", [1, 1, 1], 1)
            .Node("RNN", "x w r   first", "all last", Integer("layout", layout), Texts("activations", "Relu")).Output("all").Output("last");

        float[][] stepsFirst = new ReferenceInterpreter(Imported.Artifact(Sums(0, 3, 2, 1))).Run([1, 10, 2, 20, 4, 40]);
        float[][] batchFirst = new ReferenceInterpreter(Imported.Artifact(Sums(1, 2, 3, 1))).Run([1, 2, 4, 10, 20, 40]);

        Assert.Equal([101f, 1010f, 103f, 1030f, 107f, 1070f], stepsFirst[0]);
        Assert.Equal([101f, 103f, 107f, 1010f, 1030f, 1070f], batchFirst[0]);
        Assert.Equal([107f, 1070f], stepsFirst[1]);
        Assert.Equal([107f, 1070f], batchFirst[1]);
    }

    [Fact]
    public void A_network_whose_state_the_caller_keeps_goes_on_where_it_was()
    {
        float[] w = Filled(4 * 2 * 3), r = Filled(4 * 2 * 2), b = Filled(4 * 4);
        OnnxBuilder whole = new OnnxBuilder(operatorSet: 14).FixedInput("x", 5, 1, 3).Floats("w", [1, 8, 3], w).Floats("r", [1, 8, 2], r).Floats("b", [1, 16], b)
            .Node("LSTM", "x w r b", " last").Output("last");
        OnnxBuilder step = new OnnxBuilder(operatorSet: 14).FixedInput("x", 1, 1, 3).FixedInput("h", 1, 1, 2).FixedInput("c", 1, 1, 2)
            .Floats("w", [1, 8, 3], w).Floats("r", [1, 8, 2], r).Floats("b", [1, 16], b)
            .Node("LSTM", "x w r b  h c", " nextH nextC").Output("nextH").Output("nextC");
        GeneratedModel generated = Assert.Single(GeneratedModels.Of([Imported.Bytes(step)]));

        float[] inputs = Filled(15);
        float[][] state = [new float[2], new float[2]];
        for (int i = 0; i < 5; i++)
        {
            state = generated.Run([inputs[(3 * i)..(3 * (i + 1))], state[0], state[1]], 2, 2);
        }

        Closeness.AssertClose([.. Imported.Run(whole, inputs).Select(value => (double)value)], state[0]);
    }

    [Fact]
    public void A_gru_that_resets_after_its_product_keeps_the_bias_of_that()
    {
        OnnxBuilder model = Model("GRU", gates: 3, steps: 2, Integer("linear_before_reset", 1));

        var gru = Assert.IsType<GruOperator>(Imported.Artifact(model).Graph.Operators[1]);
        Assert.True(gru.ResetsAfter);
        Assert.NotNull(gru.Bias);
    }

    [Theory]
    [InlineData("direction", "sideways", "direction 'sideways' is not known")]
    [InlineData("direction", "reverse", null)]
    [InlineData("direction", "bidirectional", "its direction is bidirectional, but it has weights for 1")]
    public void What_a_direction_cannot_be_is_said(string attribute, string value, string? problem)
    {
        OnnxBuilder model = Model("LSTM", gates: 4, steps: 3, Text(attribute, value));
        if (problem is null)
        {
            Assert.NotNull(Imported.Artifact(model));
        }
        else
        {
            Assert.Contains(problem, Imported.Refusal(model), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Sequences_that_end_early_are_refused()
    {
        OnnxBuilder model = new OnnxBuilder(operatorSet: 11).FixedInput("x", 3, 1, 1).Integers("lengths", 2)
            .Floats("w", [1, 1, 1], 1).Floats("r", [1, 1, 1], 1).Node("RNN", "x w r  lengths", "y").Output("y");

        Assert.Contains("sequences that end before step 3", Imported.Refusal(model), StringComparison.Ordinal);
    }

    [Fact]
    public void An_activation_that_is_none_is_refused()
    {
        OnnxBuilder model = Model("RNN", gates: 1, steps: 2, Texts("activations", "Sine"));

        Assert.Contains("activation 'Sine' is not known", Imported.Refusal(model), StringComparison.Ordinal);
    }

    /// <summary>A layer of two units over inputs of three elements, with weights and biases that are no zeros.</summary>
    private static OnnxBuilder Model(string type, int gates, int steps, params AttributeProto[] attributes) => new OnnxBuilder(operatorSet: 11).FixedInput("x", steps, 1, 3)
        .Floats("w", [1, gates * 2, 3], Filled(gates * 6)).Floats("r", [1, gates * 2, 2], Filled(gates * 4)).Floats("b", [1, gates * 4], Filled(gates * 4))
        .Node(type, "x w r b", "all", attributes).Node("Squeeze", "all", "y", List("axes", 1)).Output("y");

    private static float[] Filled(int count) => [.. Enumerable.Range(0, count).Select(i => (i % 7 * 0.25f) - 0.6f)];
}
