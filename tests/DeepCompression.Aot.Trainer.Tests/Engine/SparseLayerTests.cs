using DeepCompression.Aot.Format;
using DeepCompression.Aot.Trainer.Data;
using DeepCompression.Aot.Trainer.Engine;
using DeepCompression.Aot.Trainer.Engine.Managed;
using DeepCompression.Aot.Trainer.Networks;

namespace DeepCompression.Aot.Trainer.Tests.Engine;

/// <summary>
/// Layers that compute with their kept weights alone against the same network without constraints, which computes with all weights:
/// the pruned ones are zeros there.
/// </summary>
public class SparseLayerTests
{
    private const int Samples = 70;

    public static TheoryData<string, double> Cases()
    {
        var data = new TheoryData<string, double>();
        foreach (string network in new[] { "perceptron", "convolutions", "strides", "padding", "pointwise", "wide", "pools", "branches" })
        {
            foreach (double density in new[] { 0, 0.02, 0.15, 0.3 })
            {
                data.Add(network, density);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Kept_weights_give_the_outputs_and_gradients_of_all_weights(string name, double density)
    {
        NetworkDefinition network = Network(name);
        (float[] inputs, int[] labels) = TestNetworks.Batch(network, Samples, seed: 9);
        using ITrainingSession sparse = Session(network, threads: 2);
        using ITrainingSession dense = Session(network, threads: 1);
        bool[][] keep = Mask(sparse, density);
        CopyParameters(sparse, dense);

        AssertClose(Logits(dense, inputs), Logits(sparse, inputs), 1e-4);
        float[][] expected = TestNetworks.Gradients(dense, inputs, labels);
        float[][] actual = TestNetworks.Gradients(sparse, inputs, labels);
        for (int number = 0; number < keep.Length; number++)
        {
            AssertClose(Kept(expected[number], keep[number]), actual[number], 1e-4);
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Gradients_of_all_weights_can_be_asked_of_sparse_layers(string name, double density)
    {
        NetworkDefinition network = Network(name);
        (float[] inputs, int[] labels) = TestNetworks.Batch(network, Samples, seed: 9);
        using ITrainingSession sparse = Session(network, threads: 2);
        using ITrainingSession dense = Session(network, threads: 1);
        bool[][] keep = Mask(sparse, density);
        CopyParameters(sparse, dense);

        // Between steps that compute the others only.
        sparse.SetOptimiser(new OptimiserSettings(OptimiserKind.Sgd));
        sparse.Step(new TrainingBatch(inputs, labels), learningRate: 0);
        sparse.ComputeGradients(new TrainingBatch(inputs, labels));
        dense.ComputeGradients(new TrainingBatch(inputs, labels));
        for (int number = 0; number < network.Graph.Parameters.Length; number++)
        {
            AssertClose(dense.GetGradient(number).ToArray(), sparse.GetGradient(number).ToArray(), 1e-4);
        }

        float[][] kept = TestNetworks.Gradients(sparse, inputs, labels);
        for (int number = 0; number < keep.Length; number++)
        {
            AssertClose(Kept(dense.GetGradient(number).ToArray(), keep[number]), kept[number], 1e-4);
        }
    }

    [Theory]
    [InlineData("perceptron", 0.05)]
    [InlineData("perceptron", 0.3)]
    [InlineData("padding", 0.1)]
    public void Adam_moves_kept_weights_alone_as_it_moves_them_among_all(string name, double density)
    {
        NetworkDefinition network = Network(name);
        (float[] inputs, int[] labels) = TestNetworks.Batch(network, Samples, seed: 9);
        using ITrainingSession sparse = Session(network, threads: 2);
        using ITrainingSession dense = Session(network, threads: 1);
        bool[][] keep = Mask(sparse, density);
        CopyParameters(sparse, dense);
        dense.ComputeGradients(new TrainingBatch(inputs, labels));
        float[][] gradients = [.. Enumerable.Range(0, keep.Length).Select(number => dense.GetGradient(number).ToArray())];
        foreach (ITrainingSession session in new[] { sparse, dense })
        {
            session.SetOptimiser(new OptimiserSettings(OptimiserKind.Adam, WeightDecay: 0.01f));
            session.Step(new TrainingBatch(inputs, labels), learningRate: 0.01f);
        }

        int compared = 0;
        for (int number = 0; number < keep.Length; number++)
        {
            for (int i = 0; i < keep[number].Length; i++)
            {
                // The first step of Adam follows a gradient's sign, which for the smallest is chance.
                if (keep[number][i] && MathF.Abs(gradients[number][i]) > 1e-4f)
                {
                    Assert.Equal(dense.GetParameter(number)[i], sparse.GetParameter(number)[i], 1e-4f);
                    compared++;
                }
            }

            Assert.Equal(
                Kept(dense.GetSecondMoment(number).ToArray(), keep[number]), sparse.GetSecondMoment(number).ToArray(),
                (a, b) => MathF.Abs(a - b) < 1e-6f);
        }

        Assert.True(compared > 20, $"Only {compared} weights were compared.");
    }

    [Theory]
    [InlineData("perceptron")]
    [InlineData("convolutions")]
    [InlineData("strides")]
    public void Centroids_of_sparse_layers_move_by_the_summed_gradients_of_their_members(string name)
    {
        const float Rate = 0.5f;
        NetworkDefinition network = Network(name);
        (float[] inputs, int[] labels) = TestNetworks.Batch(network, Samples, seed: 9);
        using ITrainingSession sparse = Session(network, threads: 2);
        using ITrainingSession dense = Session(network, threads: 1);
        bool[][] keep = Mask(sparse, 0.2);
        float[] centroids = [-0.3f, 0.2f, 0.4f];
        for (int number = 0; number < keep.Length; number += 2)
        {
            sparse.SetCodebook(number, Assignment(keep[number]), centroids);
        }

        CopyParameters(sparse, dense);
        dense.ComputeGradients(new TrainingBatch(inputs, labels));
        sparse.SetOptimiser(new OptimiserSettings(OptimiserKind.Sgd, Momentum: 0));
        sparse.Step(new TrainingBatch(inputs, labels), Rate);
        for (int number = 0; number < keep.Length; number += 2)
        {
            int[] assignment = Assignment(keep[number]);
            float[] gradient = dense.GetGradient(number).ToArray();
            float[] moved = [.. centroids.Select((centroid, c) => centroid - (Rate * gradient.Where((_, i) => assignment[i] == c).Sum()))];
            AssertClose(moved, sparse.GetCodebook(number).ToArray(), 1e-4);
            AssertClose([.. assignment.Select(a => a < 0 ? 0 : moved[a])], sparse.GetParameter(number).ToArray(), 1e-4);
        }
    }

    [Theory]
    [InlineData("perceptron")]
    [InlineData("convolutions")]
    [InlineData("padding")]
    [InlineData("pools")]
    public void Sparse_layers_give_equal_bits_whatever_the_number_of_threads(string name)
    {
        float[][] one = Train(name, threads: 1);
        Assert.Equal(one, Train(name, threads: 2));
        Assert.Equal(one, Train(name, threads: 3));
    }

    [Fact]
    public void A_mask_can_be_tightened_and_loosened_between_steps()
    {
        NetworkDefinition network = Network("convolutions");
        (float[] inputs, int[] labels) = TestNetworks.Batch(network, Samples, seed: 9);
        using ITrainingSession session = Session(network, threads: 2);
        session.SetOptimiser(new OptimiserSettings(OptimiserKind.Adam));
        foreach (double density in new[] { 1, 0.3, 0.1, 0.2, 0.9, 0.05 })
        {
            bool[][] keep = Mask(session, density);
            float[][] before = TestNetworks.Parameters(session);
            session.Step(new TrainingBatch(inputs, labels), 0.01f);
            using ITrainingSession dense = Session(network, threads: 1);
            for (int number = 0; number < keep.Length; number++)
            {
                dense.SetParameter(number, before[number]);
            }

            dense.ComputeGradients(new TrainingBatch(inputs, labels));
            for (int number = 0; number < keep.Length; number++)
            {
                float[] gradient = dense.GetGradient(number).ToArray();
                float[] after = session.GetParameter(number).ToArray();
                Assert.All(Enumerable.Range(0, after.Length), i => Assert.True(keep[number][i]
                    ? after[i] != before[number][i] || MathF.Abs(gradient[i]) < 1e-4f
                    : after[i] == 0));
            }
        }
    }

    private static float[][] Train(string name, int threads)
    {
        NetworkDefinition network = Network(name);
        using ITrainingSession session = Session(network, threads);
        session.SetOptimiser(new OptimiserSettings(OptimiserKind.Adam, WeightDecay: 1e-4f));
        foreach (double density in new[] { 0.3, 0.1 })
        {
            Mask(session, density);
            for (int step = 0; step < 3; step++)
            {
                (float[] inputs, int[] labels) = TestNetworks.Batch(network, 100 + step, (ulong)step);
                session.Step(new TrainingBatch(inputs, labels), 0.01f);
            }
        }

        return TestNetworks.Parameters(session);
    }

    private static NetworkDefinition Network(string name)
    {
        var builder = new GraphBuilder();
        return name switch
        {
            "perceptron" => TestNetworks.Perceptron(60, 43, 7),
            "convolutions" => Convolutions(builder, 9, 10, new SlidingWindow(3)),
            "strides" => Convolutions(builder, 12, 11, new SlidingWindow(3, 2, 2, 3, 0, 0, 0, 0)),
            "padding" => Convolutions(builder, 7, 8, new SlidingWindow(3, 4, 1, 2, 2, 3, 1, 0)),
            "pointwise" => Convolutions(builder, 5, 6, new SlidingWindow(1)),
            "wide" => Convolutions(builder, 4, 24, new SlidingWindow(2, 5, 1, 1, 1, 2, 0, 2)),
            "pools" => Pools(builder),
            _ => Branches(builder),
        };
    }

    private static NetworkDefinition Convolutions(GraphBuilder builder, int height, int width, SlidingWindow window)
    {
        int maps = builder.Relu(builder.Convolution(builder.Input(2, height, width), 2, 12, new SlidingWindow(2), "conv1"));
        int deeper = builder.Convolution(maps, 12, 5, window, "conv2");
        (int y, int x) = window.Positions(height - 1, width - 1);
        return TestNetworks.Define(builder, builder.Linear(builder.Flatten(deeper), 5 * y * x, 6, "classifier"));
    }

    private static NetworkDefinition Pools(GraphBuilder builder)
    {
        // Pools that a convolution's output goes through alone, that share it, and that overlap.
        var half = new SlidingWindow(2, stride: 2);
        int maps = builder.MaxPool(builder.Relu(builder.Convolution(builder.Input(1, 14, 14), 1, 6, new SlidingWindow(3), "conv1")), half);
        int deeper = builder.Relu(builder.Convolution(maps, 6, 7, new SlidingWindow(2), "conv2"));
        int both = builder.Add(builder.MaxPool(deeper, new SlidingWindow(2)), builder.AveragePool(deeper, new SlidingWindow(2)));
        int last = builder.AveragePool(builder.Convolution(both, 7, 5, new SlidingWindow(2), "conv3"), new SlidingWindow(2));
        return TestNetworks.Define(builder, builder.Linear(builder.Flatten(last), 20, 6, "classifier"));
    }

    private static NetworkDefinition Branches(GraphBuilder builder)
    {
        var same = new SlidingWindow(3, 3, 1, 1, 1, 1, 1, 1);
        int trunk = builder.Convolution(builder.Input(3, 6, 6), 3, 8, same, "trunk");
        int sum = builder.Add(builder.Convolution(trunk, 8, 8, same, "left"), builder.Convolution(trunk, 8, 8, same, "right"));
        int flat = builder.Flatten(builder.Add(sum, trunk));
        int logits = builder.Add(builder.Linear(flat, 288, 5, "first"), builder.Linear(flat, 288, 5, "second"));
        return TestNetworks.Define(builder, logits);
    }

    private static ITrainingSession Session(NetworkDefinition network, int threads)
    {
        ITrainingSession session = new ManagedEngine(threads).CreateSession(network, seed: 5);
        for (int number = 1; number < network.Graph.Parameters.Length; number += 2)
        {
            session.SetParameter(number, TestNetworks.Random(session.GetParameter(number).Length, (ulong)number, 0.2f));
        }

        return session;
    }

    /// <summary>Keeps a fraction of the weights of every layer, none of some rows and columns, and all biases.</summary>
    private static bool[][] Mask(ITrainingSession session, double density)
    {
        var keep = new bool[session.Network.Graph.Parameters.Length][];
        for (int number = 0; number < keep.Length; number++)
        {
            TensorShape shape = session.Network.Graph.Parameters[number];
            keep[number] = [.. Enumerable.Repeat(true, (int)shape.ElementCount)];
            if (shape.Rank == 1)
            {
                continue;
            }

            var random = new SplitMix64((ulong)number + 77);
            int dead = shape.RowLength > 4 ? 4 : shape.RowLength + 1;
            for (int i = 0; i < keep[number].Length; i++)
            {
                (int row, int column) = Math.DivRem(i, shape.RowLength);
                keep[number][i] = random.Between(0, 1) < density && (density == 1 || (row % 5 != 3 && column % dead != 1));
            }

            session.SetMask(number, keep[number]);
        }

        return keep;
    }

    private static int[] Assignment(bool[] keep) => [.. keep.Select((kept, i) => kept ? i * 7 % 3 : -1)];

    private static void CopyParameters(ITrainingSession from, ITrainingSession to)
    {
        for (int number = 0; number < from.Network.Graph.Parameters.Length; number++)
        {
            to.SetParameter(number, from.GetParameter(number));
        }
    }

    private static float[] Logits(ITrainingSession session, float[] inputs)
    {
        int classes = (int)ShapeInference.Infer(session.Network.Graph)[session.Network.Graph.Outputs[0]].ElementCount;
        var logits = new float[Samples * classes];
        session.Infer(inputs, logits);
        return logits;
    }

    private static float[] Kept(float[] numbers, bool[] keep) => [.. numbers.Select((number, i) => keep[i] ? number : 0)];

    private static void AssertClose(float[] expected, float[] actual, double tolerance) =>
        Assert.Equal(expected, actual, (a, b) => Math.Abs(a - b) <= tolerance);
}
