using DeepCompression.Aot.Trainer.Engine;
using DeepCompression.Aot.Trainer.Engine.Managed;
using DeepCompression.Aot.Trainer.Networks;

namespace DeepCompression.Aot.Trainer.Tests.Engine;

/// <summary>The loss against its definition in double precision.</summary>
public sealed class LossTests
{
    private const int Inputs = 4;
    private const int Classes = 3;
    private const int Samples = 37;

    private static readonly NetworkDefinition Network = TestNetworks.Linear(Inputs, Classes);

    [Theory]
    [InlineData(0, 0, 1)]
    [InlineData(0.1f, 0, 1)]
    [InlineData(0, 0.7f, 3)]
    [InlineData(0.05f, 0.4f, 2)]
    [InlineData(0, 1, 4)]
    public void Loss_and_gradient_are_those_of_the_definition(float smoothing, float teacherWeight, float temperature)
    {
        var settings = new LossSettings(smoothing, teacherWeight, temperature);
        float[] inputs = TestNetworks.Random(Samples * Inputs, seed: 1, 2);
        float[] teacher = TestNetworks.Random(Samples * Classes, seed: 2, 5);
        int[] labels = [.. Enumerable.Range(0, Samples).Select(i => i % Classes)];
        using ITrainingSession session = new ManagedEngine(2).CreateSession(Network, seed: 3);
        session.SetLoss(settings);
        session.SetOptimiser(new OptimiserSettings(OptimiserKind.Sgd));
        var logits = new float[Samples * Classes];
        session.Infer(inputs, logits);
        double loss = session.Step(new TrainingBatch(inputs, labels, teacher), learningRate: 0);
        session.ComputeGradients(new TrainingBatch(inputs, labels, teacher));

        double[] values = [.. logits];
        Assert.Equal(Loss(settings, values, labels, teacher), loss, 1e-5);

        // The bias meets nothing but the logits: its gradient is the sum of theirs.
        for (int output = 0; output < Classes; output++)
        {
            const double Step = 1e-4;
            double Shifted(double shift) =>
                Loss(settings, [.. values.Select((value, i) => value + (i % Classes == output ? shift : 0))], labels, teacher);
            Assert.Equal((Shifted(Step) - Shifted(-Step)) / (2 * Step), session.GetGradient(1)[output], 1e-5);
        }
    }

    [Fact]
    public void A_batch_without_teacher_is_taught_by_its_labels_alone()
    {
        float[] inputs = TestNetworks.Random(Samples * Inputs, seed: 1, 2);
        var labels = new int[Samples];
        double StepLoss(LossSettings settings)
        {
            using ITrainingSession session = new ManagedEngine(1).CreateSession(Network, seed: 3);
            session.SetLoss(settings);
            session.SetOptimiser(new OptimiserSettings(OptimiserKind.Sgd));
            return session.Step(new TrainingBatch(inputs, labels), learningRate: 0);
        }

        Assert.Equal(StepLoss(LossSettings.Plain), StepLoss(new LossSettings(TeacherWeight: 0.7f, Temperature: 3)));
    }

    [Fact]
    public void Settings_out_of_range_and_teachers_of_another_size_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new LossSettings(LabelSmoothing: 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new LossSettings(TeacherWeight: 1.5f));
        Assert.Throws<ArgumentOutOfRangeException>(() => new LossSettings(Temperature: 0));
        using ITrainingSession session = new ManagedEngine(1).CreateSession(Network, seed: 3);
        session.SetOptimiser(new OptimiserSettings(OptimiserKind.Sgd));
        Assert.Throws<ArgumentException>(() => session.Step(new TrainingBatch(new float[Inputs], [0], new float[Classes + 1]), 1));
    }

    private static double Loss(LossSettings settings, double[] logits, int[] labels, float[] teacher)
    {
        double total = 0;
        for (int sample = 0; sample < Samples; sample++)
        {
            double[] row = logits[(sample * Classes)..((sample + 1) * Classes)];
            double[] probabilities = Softmax(row, 1);
            double[] soft = Softmax(row, settings.Temperature);
            double[] answers = Softmax([.. teacher[(sample * Classes)..((sample + 1) * Classes)].Select(logit => (double)logit)], settings.Temperature);
            for (int i = 0; i < Classes; i++)
            {
                double target = (settings.LabelSmoothing / Classes) + (i == labels[sample] ? 1 - settings.LabelSmoothing : 0);
                total -= (1 - settings.TeacherWeight) * target * Math.Log(probabilities[i]);
                total += settings.TeacherWeight * settings.Temperature * settings.Temperature * answers[i] * Math.Log(answers[i] / soft[i]);
            }
        }

        return total / Samples;
    }

    private static double[] Softmax(double[] logits, double temperature)
    {
        double[] exponentials = [.. logits.Select(logit => Math.Exp(logit / temperature))];
        return [.. exponentials.Select(exponential => exponential / exponentials.Sum())];
    }
}
