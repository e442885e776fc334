using System.Numerics;
using DeepCompression.Aot.Trainer.Engine;
using DeepCompression.Aot.Trainer.Engine.Managed;
using DeepCompression.Aot.Trainer.Engine.Managed.Kernels;
using DeepCompression.Aot.Trainer.Engine.Managed.Optimisers;

namespace DeepCompression.Aot.Trainer.Tests.Engine;

public class OptimiserTests
{
    public static TheoryData<int> Lengths() => [0, 1, 3, 4, 7, 8, 9, 16, 37];

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Sgd_repeats_a_fraction_of_the_last_step(int length)
    {
        Check(new OptimiserSettings(OptimiserKind.Sgd, Momentum: 0.8f), length, () =>
        {
            double last = 0;
            return (value, gradient, rate, _) => value - (last = (0.8 * last) + (rate * gradient));
        });
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Adam_follows_algorithm_1_of_its_paper(int length)
    {
        Check(new OptimiserSettings(OptimiserKind.Adam, Beta1: 0.8f, Beta2: 0.95f), length, () =>
        {
            double mean = 0;
            double square = 0;
            return (value, gradient, rate, step) =>
            {
                mean = (0.8 * mean) + (0.2 * gradient);
                square = (0.95 * square) + (0.05 * gradient * gradient);
                double unbiasedMean = mean / (1 - Math.Pow(0.8, step));
                double unbiasedSquare = square / (1 - Math.Pow(0.95, step));
                return value - (rate * unbiasedMean / (Math.Sqrt(unbiasedSquare) + 1e-8));
            };
        });
    }

    [Fact]
    public void Without_gradients_adams_moments_come_to_rest_at_zero()
    {
        // Left alone, decay and rounding would hold them at a subnormal number, which is slow to compute with, for ever.
        OptimiserState state = OptimiserState.Create(new OptimiserSettings(OptimiserKind.Adam, Beta2: 0.9f), length: 19);
        float[] gradients = TestNetworks.Random(19, seed: 1);
        for (int step = 0; step < 1000; step++)
        {
            state.BeginStep(1e-3f);
            state.Update(0, new float[19], gradients);
            Array.Clear(gradients);
        }

        Assert.All(state.SecondMoment.ToArray(), moment => Assert.Equal(0, moment));
    }

    [Theory]
    [InlineData(1e-38f, 0)]
    [InlineData(-1e-44f, 0)]
    [InlineData(1e-20f, 1e-20f)]
    [InlineData(-3f, -3f)]
    [InlineData(float.NaN, float.NaN)]
    [InlineData(float.NegativeInfinity, float.NegativeInfinity)]
    public void Underflow_takes_what_is_negligible_and_nothing_else(float number, float expected)
    {
        Assert.Equal(expected, Underflow.Flush(number));
        Assert.Equal(new Vector<float>(expected), Underflow.Flush(new Vector<float>(number)));
    }

    [Fact]
    public void L2_pulls_weights_and_not_biases()
    {
        (float[] inputs, int[] labels) = TestNetworks.Batch(TestNetworks.Linear(6, 4), 5, seed: 1);
        using ITrainingSession plain = new ManagedEngine(1).CreateSession(TestNetworks.Linear(6, 4), seed: 2);
        using ITrainingSession decayed = new ManagedEngine(1).CreateSession(TestNetworks.Linear(6, 4), seed: 2);
        float[] bias = [1, 2, 3, 4];
        plain.SetParameter(1, bias);
        decayed.SetParameter(1, bias);
        float[] start = plain.GetParameter(0).ToArray();
        plain.SetOptimiser(new OptimiserSettings(OptimiserKind.Sgd));
        decayed.SetOptimiser(new OptimiserSettings(OptimiserKind.Sgd, WeightDecay: 0.1f));
        plain.Step(new TrainingBatch(inputs, labels), 0.5f);
        decayed.Step(new TrainingBatch(inputs, labels), 0.5f);

        Assert.Equal(plain.GetParameter(1).ToArray(), decayed.GetParameter(1).ToArray());
        for (int i = 0; i < start.Length; i++)
        {
            Assert.Equal(plain.GetParameter(0)[i] - (0.5f * 0.1f * start[i]), decayed.GetParameter(0)[i], 1e-6f);
        }
    }

    [Fact]
    public void A_step_without_an_optimiser_is_refused()
    {
        using ITrainingSession session = new ManagedEngine(1).CreateSession(TestNetworks.Linear(2, 2), seed: 1);
        Assert.Contains("SetOptimiser", Assert.Throws<InvalidOperationException>(() => session.Step(new TrainingBatch([1, 2], [0]), 1)).Message, StringComparison.Ordinal);
    }

    private static void Check(OptimiserSettings settings, int length, Func<Func<double, double, double, int, double>> reference)
    {
        OptimiserState state = OptimiserState.Create(settings, length);
        float[] values = TestNetworks.Random(length, seed: 1);
        double[] expected = [.. values.Select(value => (double)value)];
        Func<double, double, double, int, double>[] references = [.. expected.Select(_ => reference())];
        for (int step = 1; step <= 6; step++)
        {
            float rate = 0.1f / step;
            float[] gradients = TestNetworks.Random(length, (ulong)(10 + step));
            state.BeginStep(rate);

            // In two parts, as threads would.
            int half = length / 2;
            state.Update(half, values.AsSpan(half), gradients.AsSpan(half));
            state.Update(0, values.AsSpan(0, half), gradients.AsSpan(0, half));
            for (int i = 0; i < length; i++)
            {
                expected[i] = references[i](expected[i], gradients[i], rate, step);
                Assert.Equal(expected[i], values[i], 1e-5);
            }
        }
    }
}
