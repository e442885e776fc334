using DeepCompression.Aot.Trainer.Data;
using DeepCompression.Aot.Trainer.Engine;
using DeepCompression.Aot.Trainer.Engine.Managed;
using DeepCompression.Aot.Trainer.Networks;
using DeepCompression.Aot.Trainer.Tests.Engine;
using DeepCompression.Aot.Trainer.Training;

namespace DeepCompression.Aot.Trainer.Tests.Training;

public class TrainingLoopTests
{
    private static readonly DatasetSplits Digits = DrawnDigits.Create(trainCount: 2000, validationCount: 300, testCount: 500);
    private static readonly NetworkDefinition Network = TestNetworks.Perceptron(784, 32, 10);

    [Fact]
    public void A_small_network_learns_drawn_digits()
    {
        using ITrainingSession session = Start(OptimiserKind.Adam);
        double before = Evaluation.Run(session, Digits.Test).ErrorPercent;
        TrainingResult result = TrainingLoop.Run(session, Digits.Train, Digits.Validation, new TrainingSettings(8, new CosineLearningRate(4e-3f, 1e-4f)));
        double after = Evaluation.Run(session, Digits.Test).ErrorPercent;

        Assert.InRange(before, 80, 100);
        Assert.InRange(after, 0, 25);
        Assert.Equal(8, result.Epochs.Count);
        Assert.Equal(8, result.FinalEpoch);
        Assert.True(result.Epochs[7].Loss < result.Epochs[0].Loss / 2);
    }

    [Fact]
    public void A_convolutional_network_learns_drawn_digits()
    {
        using ITrainingSession session = new ManagedEngine(2).CreateSession(ReferenceNetworks.Find("lenet-5")!, seed: 1);
        session.SetOptimiser(new OptimiserSettings(OptimiserKind.Sgd));
        TrainingLoop.Run(session, Digits.Train, null, new TrainingSettings(3, new StepLearningRate(0.05f, 0.3f, 2), BatchSize: 64));
        Assert.InRange(Evaluation.Run(session, Digits.Test).ErrorPercent, 0, 10);
    }

    [Fact]
    public void Equal_seeds_train_equally_and_another_order_does_not()
    {
        float[][] first = TrainOneEpoch(seed: 5);
        Assert.Equal(first, TrainOneEpoch(seed: 5));
        Assert.NotEqual(first[0], TrainOneEpoch(seed: 6)[0]);

        static float[][] TrainOneEpoch(int seed)
        {
            using ITrainingSession session = Start(OptimiserKind.Adam);
            TrainingLoop.Run(session, Digits.Train.Slice(0, 500), null, new TrainingSettings(1, new ConstantLearningRate(1e-3f), Seed: seed));
            return TestNetworks.Parameters(session);
        }
    }

    [Fact]
    public void Progress_counts_steps_and_reports_validation_after_each_epoch()
    {
        using ITrainingSession session = Start(OptimiserKind.Adam);
        var seen = new List<TrainingProgress>();
        TrainingResult result = TrainingLoop.Run(
            session, Digits.Train.Slice(0, 250), Digits.Validation, new TrainingSettings(2, new ConstantLearningRate(1e-3f), BatchSize: 100), seen.Add);

        Assert.Equal([1, 2, 3, 3, 1, 2, 3, 3], seen.Select(progress => progress.Step));
        Assert.Equal([1, 1, 1, 1, 2, 2, 2, 2], seen.Select(progress => progress.Epoch));
        Assert.All(seen, progress => Assert.Equal((2, 3), (progress.Epochs, progress.Steps)));
        Assert.All(seen, progress => Assert.True(progress.ImagesPerSecond > 0 && progress.Loss > 0));
        Assert.Equal([3, 7], Enumerable.Range(0, 8).Where(i => seen[i].ValidationErrorPercent is not null));
        Assert.Equal(seen[7].ValidationErrorPercent, result.Epochs[1].ValidationErrorPercent);
        Assert.Equal(Evaluation.Run(session, Digits.Validation).ErrorPercent, result.Epochs[1].ValidationErrorPercent);
    }

    [Fact]
    public void Every_image_is_seen_once_an_epoch()
    {
        int[] labels = [.. Enumerable.Range(0, 130).Select(i => i < 100 ? 0 : 1)];
        var data = new Dataset("counts", new ImageShape(1, 1, 1), new byte[130], labels, ["a", "b"]);
        var session = new RecordingSession(TestNetworks.Linear(1, 2));
        TrainingLoop.Run(session, data, null, new TrainingSettings(3, new ConstantLearningRate(1), BatchSize: 50));

        Assert.Equal([50, 50, 30, 50, 50, 30, 50, 50, 30], session.Batches.Select(batch => batch.Length));
        Assert.All(session.Batches.Chunk(3), epoch => Assert.Equal(100, epoch.Sum(batch => batch.Count(label => label == 0))));
        Assert.NotEqual(session.Batches[0], session.Batches[3]);
    }

    [Fact]
    public void The_best_epoch_is_restored_with_its_masks()
    {
        using ITrainingSession session = Start(OptimiserKind.Sgd);
        bool[] keep = [.. Enumerable.Range(0, 784 * 32).Select(i => i % 2 == 0)];
        session.SetMask(0, keep);

        // The rate of the third epoch forgets everything.
        TrainingResult result = TrainingLoop.Run(
            session, Digits.Train, Digits.Validation, new TrainingSettings(3, new RateByEpoch([0.02f, 0.02f, 3f]), RestoreBest: true));
        double? best = result.Epochs.Min(epoch => epoch.ValidationErrorPercent);
        Assert.Equal(best, result.Epochs[result.FinalEpoch - 1].ValidationErrorPercent);
        Assert.NotEqual(3, result.FinalEpoch);
        Assert.Equal(best, Evaluation.Run(session, Digits.Validation).ErrorPercent);
        float[] weights = session.GetParameter(0).ToArray();
        Assert.All(Enumerable.Range(0, keep.Length).Where(i => !keep[i]), i => Assert.Equal(0, weights[i]));
    }

    [Fact]
    public void Divergence_is_one_clear_error()
    {
        using ITrainingSession session = Start(OptimiserKind.Sgd);
        TrainingDivergedException exception = Assert.Throws<TrainingDivergedException>(() =>
            TrainingLoop.Run(session, Digits.Train, null, new TrainingSettings(2, new ConstantLearningRate(1e12f))));
        Assert.Matches("^Training diverged at epoch 1, step [0-9]+, with a learning rate of 1E\\+12; lower the learning rate\\.$", exception.Message);
    }

    [Fact]
    public void Divergence_in_the_very_last_step_is_noticed()
    {
        using ITrainingSession session = Start(OptimiserKind.Sgd);
        Assert.Throws<TrainingDivergedException>(() => TrainingLoop.Run(
            session, Digits.Train.Slice(0, 50), null, new TrainingSettings(1, new ConstantLearningRate(float.PositiveInfinity))));
    }

    [Fact]
    public void Cancellation_is_honoured_between_batches()
    {
        using ITrainingSession session = Start(OptimiserKind.Sgd);
        using var cancellation = new CancellationTokenSource();
        int steps = 0;
        Assert.Throws<OperationCanceledException>(() => TrainingLoop.Run(
            session, Digits.Train, null, new TrainingSettings(1, new ConstantLearningRate(0.01f)),
            _ =>
            {
                steps++;
                cancellation.Cancel();
            },
            cancellation.Token));
        Assert.Equal(1, steps);
    }

    [Fact]
    public void Data_that_does_not_fit_the_network_is_refused_by_name()
    {
        using ITrainingSession session = new ManagedEngine(1).CreateSession(TestNetworks.Linear(5, 10), seed: 1);
        session.SetOptimiser(new OptimiserSettings(OptimiserKind.Sgd));
        Refused("784 values", () => TrainingLoop.Run(session, Digits.Train, null, new TrainingSettings(1, new ConstantLearningRate(1))));
        Refused("784 values", () => Evaluation.Run(session, Digits.Test));
        Refused("10 classes", () => Evaluation.Run((_, _) => { }, outputs: 7, Digits.Test));
        Refused("no images", () => Evaluation.Run((_, _) => { }, outputs: 10, Digits.Test.Slice(0, 0)));
        using ITrainingSession fits = Start(OptimiserKind.Sgd);
        Refused("no validation images", () =>
            TrainingLoop.Run(fits, Digits.Train, null, new TrainingSettings(1, new ConstantLearningRate(1), RestoreBest: true)));

        static void Refused(string reason, Action action) =>
            Assert.Contains(reason, Assert.Throws<ArgumentException>(action).Message, StringComparison.Ordinal);
    }

    private static ITrainingSession Start(OptimiserKind optimiser)
    {
        ITrainingSession session = new ManagedEngine(2).CreateSession(Network, seed: 1);
        session.SetOptimiser(new OptimiserSettings(optimiser));
        return session;
    }

    private sealed record RateByEpoch(float[] Rates) : ILearningRate
    {
        public float At(double epoch, int epochs) => Rates[(int)epoch];
    }
}
