using DeepCompression.Aot.Format;
using DeepCompression.Aot.Runtime.Reference;
using DeepCompression.Aot.Trainer.Coding;
using DeepCompression.Aot.Trainer.Networks;

namespace DeepCompression.Aot.Trainer.Tests.Coding;

public sealed class UnitOrderTests
{
    [Fact]
    public void A_perceptron_computes_what_it_did_before() => AssertComputesTheSame((builder, input) =>
    {
        int hidden1 = builder.Relu(builder.Linear(input, 60, 23, "fc1"));
        int hidden2 = builder.Relu(builder.Linear(hidden1, 23, 17, "fc2"));
        return builder.Linear(hidden2, 17, 5, "fc3");
    }, 60);

    [Fact]
    public void A_convolutional_network_computes_what_it_did_before() => AssertComputesTheSame((builder, input) =>
    {
        int maps1 = builder.MaxPool(builder.Relu(builder.Convolution(input, 2, 9, new SlidingWindow(3), "conv1")), new SlidingWindow(2, stride: 2));
        int maps2 = builder.Relu(builder.Convolution(maps1, 9, 11, new SlidingWindow(2), "conv2"));
        int hidden = builder.Relu(builder.Linear(builder.Flatten(maps2), 11 * 4 * 4, 19, "fc1"));
        return builder.Linear(hidden, 19, 4, "fc2");
    }, 2, 12, 12);

    [Fact]
    public void Dead_units_come_last_and_biases_ascend()
    {
        // Of six units the second computes nothing, the third is never read, the fifth is always negative before the rectifier.
        var builder = new GraphBuilder();
        int hidden = builder.Relu(builder.Linear(builder.Input(2), 2, 6, "fc1"));
        Graph graph = builder.Build(builder.Linear(hidden, 6, 1, "fc2"));
        float[][] values =
        [
            [1, 0, 0, 0, 1, 1, 0, 2, 0, 0, 3, 3],
            [0.5f, 0, 0.25f, -0.5f, -1, 0],
            [1, 1, 0, 2, 3, 4],
            [7],
        ];

        Tensor[] sorted = UnitOrder.Sort(graph, Stored(graph, values));

        Assert.Equal([-0.5f, 0.5f, 0, 0, 0, 0], sorted[1].ToDense());
        Assert.Equal([0f, 2, 1, 0, 3, 3, 0, 0, 0, 0, 0, 0], sorted[0].ToDense());
        Assert.Equal([2f, 1, 4, 0, 0, 0], sorted[2].ToDense());
        Assert.Equal([7f], sorted[3].ToDense());
    }

    [Fact]
    public void Units_of_one_bias_move_together_where_that_shortens_gaps()
    {
        // Units of two kinds at random: some read the first pixels and are read by the first output, others the last ones.
        var random = new Random(1);
        bool[] isFirst = [.. Enumerable.Range(0, 40).Select(_ => random.Next(2) == 0)];
        var builder = new GraphBuilder();
        int hidden = builder.Relu(builder.Linear(builder.Input(40), 40, 40, "fc1"));
        Graph graph = builder.Build(builder.Linear(hidden, 40, 2, "fc2"));
        float[][] values =
        [
            [.. Enumerable.Range(0, 1600).Select(i => (i % 40 < 20) == isFirst[i / 40] && random.Next(3) == 0 ? 1f : 0)],
            [.. Enumerable.Repeat(0.5f, 40)],
            [.. Enumerable.Range(0, 80).Select(i => (i < 40) == isFirst[i % 40] ? 1f : 0)],
            [0, 0],
        ];
        Tensor[] tensors = [.. values.Select((value, number) => Shared(graph.Parameters[number], value))];

        Tensor[] sorted = UnitOrder.Sort(graph, tensors);

        Assert.True(sorted[0].BitCount + sorted[2].BitCount < 0.95 * (tensors[0].BitCount + tensors[2].BitCount));
        Assert.Equal(sorted, UnitOrder.Sort(graph, tensors));
    }

    [Fact]
    public void Units_that_something_else_depends_on_stay()
    {
        // The hidden value is an output, so its order is part of what the network computes.
        var builder = new GraphBuilder();
        int hidden = builder.Linear(builder.Input(1), 1, 3, "fc1");
        int last = builder.Linear(hidden, 3, 1, "fc2");
        Graph graph = builder.Build(last) with { Outputs = new([hidden, last]) };
        float[][] values = [[1, 2, 3], [3, 2, 1], [1, 0, 1], [0]];

        Assert.Equal(values, UnitOrder.Sort(graph, Stored(graph, values)).Select(tensor => tensor.ToDense()));
    }

    private static Tensor[] Stored(Graph graph, float[][] values) =>
        [.. values.Select((value, number) => RawTensorEncoder.Encode(graph.Parameters[number], value, NumberFormat.Single))];

    private static Tensor Shared(TensorShape shape, float[] values) => shape.Rank == 1
        ? BiasEncoder.Encode(shape, values, NumberFormat.Half)
        : CodedTensorEncoder.Encode(shape, [.. values.Select(value => value == 0 ? -1 : 0)], [1], NumberFormat.Half);

    private static void AssertComputesTheSame(Func<GraphBuilder, int, int> build, params int[] input)
    {
        for (int seed = 0; seed < 10; seed++)
        {
            var random = new Random(seed);
            var builder = new GraphBuilder();
            Graph graph = builder.Build(build(builder, builder.Input(input)));
            Tensor[] tensors = [.. graph.Parameters.Select(shape => Draw(random, shape))];
            Tensor[] sorted = UnitOrder.Sort(graph, tensors);
            var values = new float[graph.Inputs[0].ElementCount];
            for (int i = 0; i < values.Length; i++)
            {
                values[i] = random.NextSingle() - 0.3f;
            }

            float[] expected = Run(graph, tensors, values);
            float[] actual = Run(graph, sorted, values);
            Assert.True(sorted.Sum(tensor => tensor.BitCount) < tensors.Sum(tensor => tensor.BitCount));
            for (int i = 0; i < expected.Length; i++)
            {
                Assert.Equal(expected[i], actual[i], 1e-4f);
            }
        }
    }

    private static float[] Run(Graph graph, Tensor[] tensors, float[] input) =>
        new ReferenceInterpreter(ArtifactReader.Read(ArtifactWriter.Write(graph, tensors))).Run(input)[0];

    /// <summary>Sparse weights of which whole rows are empty, and biases of few values.</summary>
    private static Tensor Draw(Random random, TensorShape shape)
    {
        if (shape.Rank == 1)
        {
            return BiasEncoder.Encode(shape, [.. Enumerable.Range(0, shape[0]).Select(_ => random.Next(-2, 3) / 4f)], NumberFormat.Half);
        }

        bool[] isEmpty = [.. Enumerable.Range(0, shape.Rows).Select(_ => random.Next(4) == 0)];
        int[] assignment = [.. Enumerable.Range(0, (int)shape.ElementCount)
            .Select(i => !isEmpty[i / shape.RowLength] && random.NextDouble() < 0.15 ? random.Next(4) : -1)];
        return CodedTensorEncoder.Encode(shape, assignment, [-1, -0.5f, 0.75f, 1], NumberFormat.Half);
    }
}
