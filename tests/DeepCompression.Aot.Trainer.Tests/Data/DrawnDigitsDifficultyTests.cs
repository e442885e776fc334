using DeepCompression.Aot.Trainer.Data;
using DeepCompression.Aot.Trainer.Engine;
using DeepCompression.Aot.Trainer.Engine.Managed;
using DeepCompression.Aot.Trainer.Networks;

namespace DeepCompression.Aot.Trainer.Tests.Data;

/// <summary>The default data must be neither trivial nor hopeless for the network that the quick start trains on them.</summary>
public class DrawnDigitsDifficultyTests
{
    private const int Epochs = 5;
    private const int Batch = 100;

    [Fact]
    [Trait("Category", "Slow")]
    public void A_lenet_300_100_reads_between_95_and_99_7_percent_of_the_test_digits()
    {
        DatasetSplits digits = DrawnDigits.Create();
        using ITrainingSession session = new ManagedEngine().CreateSession(ReferenceNetworks.Find("lenet-300-100")!, seed: 1);
        session.SetOptimiser(new OptimiserSettings(OptimiserKind.Adam));
        int[] order = [.. Enumerable.Range(0, digits.Train.Count)];
        Random random = new(1);
        for (int epoch = 0; epoch < Epochs; epoch++)
        {
            random.Shuffle(order);
            TrainEpoch(session, digits.Train, order, learningRate: 1e-3f * (Epochs - epoch) / Epochs);
        }

        Assert.InRange(Accuracy(session, digits.Test), 0.95, 0.997);
    }

    private static void TrainEpoch(ITrainingSession session, Dataset train, int[] order, float learningRate)
    {
        float[] inputs = new float[Batch * train.Shape.Length];
        int[] labels = new int[Batch];
        foreach (int[] batch in order.Chunk(Batch))
        {
            train.CopyInputs(batch, inputs);
            train.CopyLabels(batch, labels);
            session.Step(new TrainingBatch(inputs, labels), learningRate);
        }
    }

    private static double Accuracy(ITrainingSession session, Dataset test)
    {
        float[] inputs = new float[Batch * test.Shape.Length];
        float[] logits = new float[Batch * test.ClassCount];
        int right = 0;
        for (int first = 0; first < test.Count; first += Batch)
        {
            test.CopyInputs(first, inputs);
            session.Infer(inputs, logits);
            for (int i = 0; i < Batch; i++)
            {
                float[] scores = logits[(i * test.ClassCount)..((i + 1) * test.ClassCount)];
                right += Array.IndexOf(scores, scores.Max()) == test.Labels[first + i] ? 1 : 0;
            }
        }

        return right / (double)test.Count;
    }
}
