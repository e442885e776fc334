using DeepCompression.Aot.Trainer.Engine;
using DeepCompression.Aot.Trainer.Engine.Managed;
using DeepCompression.Aot.Trainer.Networks;
using DeepCompression.Aot.Trainer.Tests.Engine;
using TorchSharp;

namespace DeepCompression.Aot.Torch.Tests;

/// <summary>
/// From the same weights and batch both engines come to the same numbers, within 1e-5 of each tensor's largest. The torch engine computes in
/// double precision, so that what differs is the rounding of the managed engine, which has single precision alone.
/// </summary>
public sealed class ParityTests
{
    private const int Samples = 37;
    private const double Tolerance = 1e-5;
    private const float LearningRate = 1e-3f;

    public static TheoryData<string> Networks { get; } = new(ParityNetworks.All.Keys.Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Networks))]
    public void Outputs_losses_and_gradients_are_equal(string name)
    {
        using var pair = new Pair(ParityNetworks.All[name]());
        float[] managed = pair.Outputs(pair.Managed);
        AssertEqual(managed, pair.Outputs(pair.Torch), "outputs");
        pair.Managed.ComputeGradients(pair.Batch);
        pair.Torch.ComputeGradients(pair.Batch);
        for (int number = 0; number < pair.ParameterCount; number++)
        {
            AssertEqual(pair.Managed.GetGradient(number), pair.Torch.GetGradient(number), $"gradient of {pair.Name(number)}");
        }

        AssertStepsAreEqual(pair, new OptimiserSettings(OptimiserKind.Sgd, Momentum: 0), learningRate: 0);
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void A_step_of_gradient_descent_is_equal(string name)
    {
        using var pair = new Pair(ParityNetworks.All[name]());
        AssertStepsAreEqual(pair, new OptimiserSettings(OptimiserKind.Sgd, WeightDecay: 0.05f), LearningRate);
    }

    /// <summary>
    /// Adam's first step is the rate times the gradient's sign, whatever its size: of gradients that are zero but for their rounding, it
    /// is a quotient of two roundings. Those are the minority, and move by the rate at most.
    /// </summary>
    [Theory]
    [MemberData(nameof(Networks))]
    public void A_step_of_adam_is_equal(string name)
    {
        using var pair = new Pair(ParityNetworks.All[name]());
        pair.Managed.ComputeGradients(pair.Batch);
        pair.OnBoth(session => session.SetOptimiser(new OptimiserSettings(OptimiserKind.Adam)));
        double loss = pair.Managed.Step(pair.Batch, LearningRate);
        Assert.Equal(loss, pair.Torch.Step(pair.Batch, LearningRate), Tolerance * loss);
        for (int number = 0; number < pair.ParameterCount; number++)
        {
            float[] gradients = pair.Managed.GetGradient(number).ToArray();
            float[] managed = pair.Managed.GetParameter(number).ToArray();
            float[] torch = pair.Torch.GetParameter(number).ToArray();
            double rounding = Tolerance * gradients.Max(MathF.Abs);
            int[] sure = [.. Enumerable.Range(0, gradients.Length).Where(i => gradients[i] == 0 || Math.Abs(gradients[i]) > rounding)];
            Assert.True(sure.Length >= gradients.Length / 2, $"{gradients.Length - sure.Length} gradients of {pair.Name(number)} are roundings.");
            AssertEqual(Array.ConvertAll(sure, i => managed[i]), Array.ConvertAll(sure, i => torch[i]), pair.Name(number));
            Assert.All(managed.Zip(torch), weights => Assert.Equal(weights.First, weights.Second, 2 * LearningRate));
        }
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void Masked_steps_are_equal(string name)
    {
        using var pair = new Pair(ParityNetworks.All[name]());
        pair.OnWeights((session, number, length) => session.SetMask(number, [.. Enumerable.Range(0, length).Select(i => i % 3 == 0)]));
        AssertStepsAreEqual(pair, new OptimiserSettings(OptimiserKind.Sgd, WeightDecay: 0.01f), 0.1f);
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void Steps_of_shared_weights_are_equal(string name)
    {
        using var pair = new Pair(ParityNetworks.All[name]());
        pair.OnWeights((session, number, length) => session.SetCodebook(
            number, [.. Enumerable.Range(0, length).Select(i => (i * 7 % 5) - 1)], [-0.2f, -0.05f, 0.1f, 0.25f]));
        AssertStepsAreEqual(pair, new OptimiserSettings(OptimiserKind.Sgd), LearningRate);
        foreach (int number in pair.Managed.Network.Weights)
        {
            AssertEqual(pair.Managed.GetCodebook(number), pair.Torch.GetCodebook(number), $"codebook of {pair.Name(number)}");
        }
    }

    [Theory]
    [InlineData(0.1f, 0, 1)]
    [InlineData(0, 0.7f, 4)]
    [InlineData(0.2f, 1, 2)]
    public void Smoothed_labels_and_a_teacher_teach_the_same(float smoothing, float teacher, float temperature)
    {
        using var pair = new Pair(TestNetworks.Perceptron(13, 23, 11)) { TeacherLogits = TestNetworks.Random(Samples * 11, seed: 9, limit: 3) };
        var loss = new LossSettings(smoothing, teacher, temperature);
        pair.Managed.SetLoss(loss);
        pair.Torch.SetLoss(loss);
        AssertStepsAreEqual(pair, new OptimiserSettings(OptimiserKind.Sgd), 0.1f);
    }

    [Theory]
    [InlineData((int)OptimiserKind.Sgd)]
    [InlineData((int)OptimiserKind.Adam)]
    public void Many_steps_with_changing_constraints_stay_together(int kind)
    {
        using var pair = new Pair(TestNetworks.Perceptron(13, 23, 11));
        var settings = new OptimiserSettings((OptimiserKind)kind, WeightDecay: 1e-3f);
        pair.OnBoth(session => session.SetOptimiser(settings));
        pair.OnBoth(session => session.SetStepScale(0, 0.5f));
        Steps(3);
        pair.OnWeights((session, number, length) => session.SetMask(number, [.. Enumerable.Range(0, length).Select(i => i % 3 != 0)]));
        Steps(3);
        AssertEqual(pair.Managed.GetSecondMoment(0), pair.Torch.GetSecondMoment(0), "second moment");
        pair.OnWeights((session, number, length) => session.SetFrozen(number, [.. Enumerable.Range(0, length).Select(i => i % 4 == 0)]));
        Steps(3);
        pair.OnWeights((session, number, length) => session.SetMask(number, [.. Enumerable.Range(0, length).Select(i => i % 5 != 0)]));
        Steps(3);
        pair.OnWeights((session, number, length) => session.SetCodebook(number, [.. Enumerable.Range(0, length).Select(i => (i % 3) - 1)], [-0.3f, 0.3f]));
        Steps(3);
        AssertEqual(pair.Managed.GetSecondMoment(0), pair.Torch.GetSecondMoment(0), "second moment of centroids");

        void Steps(int count)
        {
            for (int step = 0; step < count; step++)
            {
                double loss = pair.Managed.Step(pair.Batch, 0.01f);
                Assert.Equal(loss, pair.Torch.Step(pair.Batch, 0.01f), Tolerance * loss);
            }

            pair.AssertParametersAreEqual();
        }
    }

    private static void AssertStepsAreEqual(Pair pair, OptimiserSettings settings, float learningRate)
    {
        pair.OnBoth(session => session.SetOptimiser(settings));
        double loss = pair.Managed.Step(pair.Batch, learningRate);
        Assert.Equal(loss, pair.Torch.Step(pair.Batch, learningRate), Tolerance * loss);
        pair.AssertParametersAreEqual();
    }

    private static void AssertEqual(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, string what)
    {
        Assert.Equal(expected.Length, actual.Length);
        double largest = 0;
        double difference = 0;
        for (int i = 0; i < expected.Length; i++)
        {
            largest = Math.Max(largest, Math.Abs(expected[i]));
            difference = Math.Max(difference, Math.Abs((double)expected[i] - actual[i]));
        }

        Assert.True(difference <= Tolerance * largest, $"The {what} differ by {difference}; the largest is {largest}.");
    }

    /// <summary>A network in both engines, with the same weights and without dropout.</summary>
    private sealed class Pair : IDisposable
    {
        private readonly float[] _inputs;
        private readonly int[] _labels;

        public Pair(NetworkDefinition network)
        {
            Managed = new ManagedEngine(threads: 1).CreateSession(network, seed: 3);
            Torch = new TorchEngine(torch.CPU, torch.ScalarType.Float64).CreateSession(network, seed: 3);
            (_inputs, _labels) = TestNetworks.Batch(network, Samples, seed: 5);
            ParameterCount = network.Graph.Parameters.Length;
            for (int number = 0; number < ParameterCount; number++)
            {
                // Biases start at zero, where rectifiers would be on the kink of dead inputs.
                float[] start = Managed.GetParameter(number).ToArray();
                Assert.Equal(start, Torch.GetParameter(number).ToArray());
                float[] values = [.. start.Zip(TestNetworks.Random(start.Length, (ulong)number, 0.1f), (a, b) => a + b)];
                OnBoth(session => session.SetParameter(number, values));
            }

            foreach (int value in network.Dropout.Keys)
            {
                OnBoth(session => session.SetDropout(value, 0));
            }
        }

        public ITrainingSession Managed { get; }

        public ITrainingSession Torch { get; }

        public int ParameterCount { get; }

        public float[] TeacherLogits { get; init; } = [];

        public TrainingBatch Batch => new(_inputs, _labels, TeacherLogits);

        public string Name(int number) => Managed.Network.ParameterNames[number];

        public void OnBoth(Action<ITrainingSession> action)
        {
            action(Managed);
            action(Torch);
        }

        public void OnWeights(Action<ITrainingSession, int, int> action)
        {
            foreach (int number in Managed.Network.Weights)
            {
                int length = (int)Managed.Network.Graph.Parameters[number].ElementCount;
                OnBoth(session => action(session, number, length));
            }
        }

        public float[] Outputs(ITrainingSession session)
        {
            var logits = new float[Samples * DeepCompression.Aot.Trainer.Training.DataFit.OutputLength(session.Network)];
            session.Infer(_inputs, logits);
            return logits;
        }

        public void AssertParametersAreEqual()
        {
            for (int number = 0; number < ParameterCount; number++)
            {
                AssertEqual(Managed.GetParameter(number), Torch.GetParameter(number), Name(number));
            }
        }

        public void Dispose()
        {
            Managed.Dispose();
            Torch.Dispose();
        }
    }
}
