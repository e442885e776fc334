using DeepCompression.Aot.Format;
using DeepCompression.Aot.Trainer.Networks;
using DeepCompression.Aot.Trainer.Tests.Engine;

namespace DeepCompression.Aot.Trainer.Tests.Networks;

public class TrainedNetworkTests
{
    [Fact]
    public void A_softmax_at_the_end_is_left_out_and_one_between_is_not()
    {
        var builder = new GraphBuilder();
        int shares = builder.Softmax(builder.Linear(builder.Input(3), 3, 4, "a"));
        Graph graph = builder.Build(builder.Softmax(builder.Linear(shares, 4, 2, "b")));

        LogitsGraph logits = LogitsGraph.Of(graph);

        Assert.True(logits.HasSoftmax);
        Assert.Equal([3], logits.Graph.Outputs);
        Assert.Equal(graph.Operators.Take(3), logits.Graph.Operators);
        Assert.False(LogitsGraph.Of(logits.Graph).HasSoftmax);
    }

    [Fact]
    public void A_softmax_whose_input_is_read_besides_stays()
    {
        var builder = new GraphBuilder();
        int logits = builder.Linear(builder.Input(3), 3, 4, "a");
        int positive = builder.Relu(logits);
        Graph graph = builder.Build(builder.Softmax(logits));

        Assert.False(LogitsGraph.Of(graph).HasSoftmax);
        Assert.Equal(2, positive);
    }

    [Fact]
    public void Weights_for_raw_bytes_take_smaller_steps_and_pruned_ones_do_not()
    {
        var builder = new GraphBuilder();
        Graph graph = builder.Build(builder.Linear(builder.Input(50), 50, 40, "a"));
        float usual = MathF.Sqrt(2f / 50) * MathF.Sqrt(3);
        float[] weights = TestNetworks.Random(2000, seed: 1, usual);

        Assert.Equal(1, Scale(weights), 0.05);
        Assert.Equal(1.0 / 255, Scale([.. weights.Select(weight => weight / 255)]), 0.0003);
        Assert.Equal(1, Scale([.. weights.Select((weight, i) => i % 10 == 0 ? weight : 0)]), 0.2);

        float Scale(float[] values) => new TrainedNetwork(
            graph, GraphNames.None, [values, new float[40]], new HashSet<int>(), null, "model").StepScale(0);
    }
}
