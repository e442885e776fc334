using DeepCompression.Aot.Trainer.Engine;
using DeepCompression.Aot.Trainer.Engine.Managed;
using DeepCompression.Aot.Trainer.Networks;

namespace DeepCompression.Aot.Trainer.Tests.Engine;

/// <summary>What pruning and weight sharing ask of a session.</summary>
public sealed class ConstraintTests : IDisposable
{
    private static readonly NetworkDefinition Network = TestNetworks.Perceptron(40, 30, 5);

    private readonly ITrainingSession _session = new ManagedEngine(2).CreateSession(Network, seed: 4);
    private readonly (float[] Inputs, int[] Labels) _batch = TestNetworks.Batch(Network, 70, seed: 8);

    public void Dispose() => _session.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Masked_weights_stay_exactly_zero_and_the_others_learn(bool adam)
    {
        _session.SetOptimiser(new OptimiserSettings(adam ? OptimiserKind.Adam : OptimiserKind.Sgd, WeightDecay: 1e-3f));
        Train(steps: 3);
        bool[] keep = KeepEveryThird();
        _session.SetMask(0, keep);
        float[] masked = _session.GetParameter(0).ToArray();
        Train(steps: 5);
        float[] trained = _session.GetParameter(0).ToArray();

        Assert.All(Enumerable.Range(0, keep.Length).Where(i => !keep[i]), i => Assert.Equal(0, BitConverter.SingleToInt32Bits(trained[i])));
        Assert.All(Enumerable.Range(0, keep.Length).Where(i => keep[i]), i => Assert.NotEqual(masked[i], trained[i]));
    }

    [Fact]
    public void A_mask_set_during_training_keeps_the_moments_of_the_surviving_weights()
    {
        _session.SetOptimiser(new OptimiserSettings(OptimiserKind.Adam));
        Train(steps: 4);
        float[] before = _session.GetSecondMoment(0).ToArray();
        bool[] keep = KeepEveryThird();
        _session.SetMask(0, keep);
        float[] after = _session.GetSecondMoment(0).ToArray();

        Assert.Contains(before, moment => moment > 0);
        Assert.Equal(before.Select((moment, i) => keep[i] ? moment : 0), after);
    }

    [Fact]
    public void A_mask_that_is_loosened_lets_weights_grow_again_from_zero()
    {
        _session.SetOptimiser(new OptimiserSettings(OptimiserKind.Adam));
        _session.SetMask(0, KeepEveryThird());
        Train(steps: 1);
        _session.SetMask(0, [.. Enumerable.Repeat(true, 1200)]);
        Assert.Equal(0, _session.GetParameter(0)[1]);
        Train(steps: 1);
        Assert.NotEqual(0, _session.GetParameter(0)[1]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Shared_weights_equal_their_centroid_after_every_step(bool adam)
    {
        _session.SetOptimiser(new OptimiserSettings(adam ? OptimiserKind.Adam : OptimiserKind.Sgd, WeightDecay: 1e-3f));
        int[] assignment = Assignment();
        float[] initial = [-0.2f, 0.1f, 0.3f];
        _session.SetCodebook(0, assignment, initial);
        for (int step = 0; step < 3; step++)
        {
            Train(steps: 1);
            float[] centroids = _session.GetCodebook(0).ToArray();
            Assert.Equal(assignment.Select(i => i < 0 ? 0 : centroids[i]), _session.GetParameter(0).ToArray());
        }

        Assert.All(initial.Zip(_session.GetCodebook(0).ToArray()), pair => Assert.NotEqual(pair.First, pair.Second));
        Assert.Equal(adam ? 3 : 0, _session.GetSecondMoment(0).Length);
    }

    [Fact]
    public void A_centroid_moves_by_the_sum_of_its_members_gradients()
    {
        int[] assignment = Assignment();
        float[] initial = [-0.2f, 0.1f, 0.3f];
        _session.SetCodebook(0, assignment, initial);
        using ITrainingSession free = new ManagedEngine(1).CreateSession(Network, seed: 4);
        free.SetParameter(0, _session.GetParameter(0));
        float[] gradients = TestNetworks.Gradients(free, _batch.Inputs, _batch.Labels)[0];

        _session.SetOptimiser(new OptimiserSettings(OptimiserKind.Sgd, Momentum: 0));
        _session.Step(new TrainingBatch(_batch.Inputs, _batch.Labels), 0.25f);
        for (int centroid = 0; centroid < initial.Length; centroid++)
        {
            double sum = assignment.Select((member, i) => member == centroid ? (double)gradients[i] : 0).Sum();
            Assert.Equal(initial[centroid] - (0.25 * sum), _session.GetCodebook(0)[centroid], 1e-5);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Frozen_weights_stay_while_the_others_move(bool adam)
    {
        _session.SetOptimiser(new OptimiserSettings(adam ? OptimiserKind.Adam : OptimiserKind.Sgd, WeightDecay: 1e-3f));
        bool[] keep = KeepEveryThird();
        bool[] frozen = [.. Enumerable.Range(0, 1200).Select(i => i % 6 == 0)];
        _session.SetMask(0, keep);

        // With momentum in the optimiser that a frozen weight must not follow.
        Train(steps: 2);
        _session.SetFrozen(0, frozen);
        float[] before = _session.GetParameter(0).ToArray();
        Train(steps: 2);
        float[] after = _session.GetParameter(0).ToArray();
        for (int i = 0; i < keep.Length; i++)
        {
            Assert.Equal(keep[i] && !frozen[i], before[i] != after[i]);
        }
    }

    [Fact]
    public void Gradients_of_masked_weights_can_be_asked_for_and_change_nothing()
    {
        using ITrainingSession free = new ManagedEngine(1).CreateSession(Network, seed: 4);
        bool[] keep = KeepEveryThird();
        _session.SetMask(0, keep);
        free.SetParameter(0, _session.GetParameter(0));
        float[][] expected = TestNetworks.Gradients(free, _batch.Inputs, _batch.Labels);
        float[][] before = TestNetworks.Parameters(_session);
        _session.ComputeGradients(new TrainingBatch(_batch.Inputs, _batch.Labels));
        for (int number = 0; number < expected.Length; number++)
        {
            Assert.All(expected[number].Zip(_session.GetGradient(number).ToArray()), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
        }

        Assert.Equal(before, TestNetworks.Parameters(_session));
    }

    [Fact]
    public void New_values_lift_mask_and_codebook()
    {
        _session.SetOptimiser(new OptimiserSettings(OptimiserKind.Sgd));
        _session.SetCodebook(0, Assignment(), [1, 2, 3]);
        _session.SetMask(2, new bool[150]);
        _session.SetParameter(0, TestNetworks.Random(1200, seed: 1));
        _session.SetParameter(2, TestNetworks.Random(150, seed: 2));
        Train(steps: 1);

        Assert.True(_session.GetCodebook(0).IsEmpty);
        Assert.True(_session.GetParameter(0).ToArray().Distinct().Count() > 1000);
        Assert.DoesNotContain(0f, _session.GetParameter(2).ToArray());
    }

    [Fact]
    public void A_restored_snapshot_has_the_values_and_constraints_of_its_moment()
    {
        _session.SetOptimiser(new OptimiserSettings(OptimiserKind.Adam));
        bool[] keep = KeepEveryThird();
        int[] assignment = [.. Enumerable.Range(0, 150).Select(i => (i % 3) - 1)];
        _session.SetMask(0, keep);
        _session.SetCodebook(2, assignment, [-0.5f, 0.5f]);
        Train(steps: 2);
        SessionSnapshot snapshot = _session.Capture();
        float[][] captured = TestNetworks.Parameters(_session);
        Train(steps: 2);
        Assert.NotEqual(captured[0], _session.GetParameter(0).ToArray());

        _session.Restore(snapshot);
        Assert.Equal(captured, TestNetworks.Parameters(_session));
        Train(steps: 1);
        Assert.All(Enumerable.Range(0, keep.Length).Where(i => !keep[i]), i => Assert.Equal(0, _session.GetParameter(0)[i]));
        Assert.Equal(3, _session.GetParameter(2).ToArray().Distinct().Count());
    }

    [Fact]
    public void A_snapshot_of_another_network_is_refused() => SessionRules.RequireOwnSnapshot(new ManagedEngine(1));

    [Fact]
    public void Wrong_lengths_and_assignments_are_refused()
    {
        Assert.Throws<ArgumentException>(() => _session.SetParameter(0, new float[7]));
        Assert.Throws<ArgumentException>(() => _session.SetMask(0, new bool[7]));
        Assert.Throws<ArgumentOutOfRangeException>(() => _session.GetParameter(4));
        int[] stray = Assignment();
        stray[17] = 3;
        ArgumentException exception = Assert.Throws<ArgumentException>(() => _session.SetCodebook(0, stray, [1, 2, 3]));
        Assert.Contains("Weight 17", exception.Message, StringComparison.Ordinal);
    }

    private static bool[] KeepEveryThird() => [.. Enumerable.Range(0, 1200).Select(i => i % 3 == 0)];

    private static int[] Assignment() => [.. Enumerable.Range(0, 1200).Select(i => (i * 7 % 4) - 1)];

    private void Train(int steps)
    {
        for (int i = 0; i < steps; i++)
        {
            _session.Step(new TrainingBatch(_batch.Inputs, _batch.Labels), 0.05f);
        }
    }
}
