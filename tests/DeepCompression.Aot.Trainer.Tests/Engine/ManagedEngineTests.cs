using DeepCompression.Aot.Format;
using DeepCompression.Aot.Trainer.Engine;
using DeepCompression.Aot.Trainer.Engine.Managed;
using DeepCompression.Aot.Trainer.Networks;

namespace DeepCompression.Aot.Trainer.Tests.Engine;

public class ManagedEngineTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void Equal_seeds_give_equal_bits_whatever_the_number_of_threads(int threads)
    {
        Assert.Equal(TrainLeNet(threads: 3, seed: 11), TrainLeNet(threads, seed: 11));
    }

    [Fact]
    public void Different_seeds_give_different_networks()
    {
        Assert.NotEqual(TrainLeNet(threads: 2, seed: 11)[0], TrainLeNet(threads: 2, seed: 12)[0]);
    }

    [Fact]
    public void A_step_allocates_nothing()
    {
        NetworkDefinition network = TestNetworks.Perceptron(20, 30, 5, dropout: 0.5f);
        (float[] inputs, int[] labels) = TestNetworks.Batch(network, 64, seed: 1);
        using ITrainingSession session = new ManagedEngine(1).CreateSession(network, seed: 1);
        session.SetOptimiser(new OptimiserSettings(OptimiserKind.Adam));

        // The runtime itself allocates now and then while it compiles methods anew.
        Assert.Equal(0, Enumerable.Range(0, 20).Min(_ => AllocatedBy(() => session.Step(new TrainingBatch(inputs, labels), 0.01f))));

        static long AllocatedBy(Action action)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            action();
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    [Fact]
    public void Dropout_drops_its_share_in_training_and_nothing_in_inference() => SessionRules.RequireDropout(new ManagedEngine(1));

    [Fact]
    public void Weights_start_within_the_bounds_of_he_and_glorot_and_biases_at_zero()
    {
        using ITrainingSession session = new ManagedEngine(1).CreateSession(ReferenceNetworks.Find("lenet-5")!, seed: 1);
        double he = Math.Sqrt(6.0 / (20 * 25));
        double glorot = Math.Sqrt(6.0 / (500 + 10));
        Assert.InRange(session.GetParameter(2).ToArray().Max(), 0.99 * he, he);
        Assert.InRange(session.GetParameter(6).ToArray().Max(), 0.99 * glorot, glorot);
        Assert.All(session.GetParameter(1).ToArray(), bias => Assert.Equal(0, bias));
    }

    [Fact]
    public void Input_that_does_not_fit_is_refused_by_name()
    {
        using ITrainingSession session = new ManagedEngine(1).CreateSession(TestNetworks.Linear(3, 2), seed: 1);
        session.SetOptimiser(new OptimiserSettings(OptimiserKind.Sgd));
        Assert.Throws<ArgumentException>(() => session.Step(new TrainingBatch(new float[5], [0, 1]), 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => session.Step(new TrainingBatch([], []), 1));
        Assert.Throws<ArgumentException>(() => session.Infer(new float[4], new float[2]));
        Assert.Throws<ArgumentException>(() => session.Infer(new float[3], new float[3]));
        ArgumentException stray = Assert.Throws<ArgumentException>(() => session.Step(new TrainingBatch(new float[6], [0, 2]), 1));
        Assert.Contains("Label 1 is 2", stray.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_batch_beyond_a_buffer_is_refused_with_the_remedy()
    {
        var builder = new GraphBuilder();
        int image = builder.Input(1, 256, 256);
        int maps = builder.AveragePool(builder.Convolution(image, 1, 200, new SlidingWindow(1), "conv"), new SlidingWindow(256));
        NetworkDefinition network = TestNetworks.Define(builder, builder.Linear(builder.Flatten(maps), 200, 2, "fc"));
        using ITrainingSession session = new ManagedEngine(1).CreateSession(network, seed: 1);
        session.SetOptimiser(new OptimiserSettings(OptimiserKind.Sgd));
        ArgumentException exception = Assert.Throws<ArgumentException>(() => session.Step(new TrainingBatch(new float[96 * 256 * 256], new int[96]), 1));
        Assert.Contains("smaller batches", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Networks_that_cannot_be_trained_are_refused_with_the_reason()
    {
        Refused("softmax", builder => builder.Softmax(builder.Linear(builder.Input(3), 3, 2, "fc")));
        Refused("parameters", builder => builder.Relu(builder.Input(3)));
        Refused("2×3×3", builder => builder.Convolution(builder.Input(1, 4, 4), 1, 2, new SlidingWindow(2), "conv"));
        Refused("nothing reads value 1", builder =>
        {
            int input = builder.Input(3);
            builder.Relu(input);
            return builder.Linear(input, 3, 2, "fc");
        });
        Refused("inputs", builder =>
        {
            int left = builder.Input(3);
            return builder.Linear(builder.Add(left, builder.Input(3)), 3, 2, "fc");
        });

        static void Refused(string reason, Func<GraphBuilder, int> build)
        {
            var builder = new GraphBuilder();
            NetworkDefinition network = TestNetworks.Define(builder, build(builder));
            ArgumentException exception = Assert.Throws<ArgumentException>(() => new ManagedEngine(1).CreateSession(network, seed: 1));
            Assert.Contains(reason, exception.Message, StringComparison.Ordinal);
        }
    }

    private static float[][] TrainLeNet(int threads, int seed)
    {
        var builder = new GraphBuilder();
        int maps = builder.MaxPool(
            builder.Relu(builder.Convolution(builder.Input(1, 12, 12), 1, 7, new SlidingWindow(3), "conv")), new SlidingWindow(2, stride: 2));
        int hidden = builder.Relu(builder.Linear(builder.Flatten(maps), 175, 33, "fc1"));
        NetworkDefinition network = TestNetworks.Define(builder, builder.Linear(hidden, 33, 10, "fc2"), new() { [hidden] = 0.4f });
        using ITrainingSession session = new ManagedEngine(threads).CreateSession(network, seed);
        session.SetOptimiser(new OptimiserSettings(OptimiserKind.Adam, WeightDecay: 1e-4f));
        for (int step = 0; step < 4; step++)
        {
            (float[] inputs, int[] labels) = TestNetworks.Batch(network, 100 + step, (ulong)step);
            session.Step(new TrainingBatch(inputs, labels), 0.01f);
        }

        return TestNetworks.Parameters(session);
    }
}
