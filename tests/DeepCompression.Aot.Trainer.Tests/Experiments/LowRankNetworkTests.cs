using DeepCompression.Aot.Trainer.Engine;
using DeepCompression.Aot.Trainer.Engine.Managed;
using DeepCompression.Aot.Trainer.Experiments;
using DeepCompression.Aot.Trainer.Experiments.LowRank;
using DeepCompression.Aot.Trainer.Networks;
using DeepCompression.Aot.Trainer.Tests.Engine;

namespace DeepCompression.Aot.Trainer.Tests.Experiments;

public sealed class LowRankNetworkTests
{
    private static readonly ManagedEngine Engine = new(threads: 1);

    [Theory]
    [InlineData("lenet-300-100")]
    [InlineData("lenet-5")]
    public void Factors_of_full_rank_compute_what_the_network_does(string name)
    {
        (NetworkDefinition network, float[][] parameters) = Create(name);
        float[] inputs = TestNetworks.Random(784 * 3, seed: 4);
        float[] expected = Infer(network, parameters, inputs);

        (NetworkDefinition factored, float[][] factors) = new LowRankNetwork(network, parameters).Truncate(fraction: 5);
        float[] actual = Infer(factored, factors, inputs);

        double scale = expected.Max(Math.Abs);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-3 * scale));
    }

    [Theory]
    [InlineData("lenet-300-100", 0.4)]
    [InlineData("lenet-5", 0.2)]
    public void A_fraction_can_be_chosen_for_a_size(string name, double share)
    {
        (NetworkDefinition network, float[][] parameters) = Create(name);
        var lowRank = new LowRankNetwork(network, parameters);
        double bytes = share * network.DenseBytes;

        Assert.Equal(bytes, lowRank.Truncate(lowRank.FractionFor(bytes)).Network.DenseBytes, 0.02 * network.DenseBytes);
    }

    [Fact]
    public void A_matrix_of_rank_one_needs_no_more()
    {
        float[] column = [1, -2, 3];
        float[] row = [0.5f, 4, -1, 2];
        float[] matrix = [.. column.SelectMany(left => row.Select(right => left * right))];
        var factorisation = new Factorisation(new([3, 4]), matrix);
        float[] inner = factorisation.Inner(1);
        float[] outer = factorisation.Outer(1);

        for (int i = 0; i < matrix.Length; i++)
        {
            Assert.Equal(matrix[i], outer[i / 4] * inner[i % 4], 1e-4);
        }
    }

    private static (NetworkDefinition Network, float[][] Parameters) Create(string name)
    {
        NetworkDefinition network = ReferenceNetworks.Find(name)!;
        using ITrainingSession session = Engine.CreateSession(network, seed: 1);
        return (network, Workbench.Parameters(session));
    }

    private static float[] Infer(NetworkDefinition network, float[][] parameters, float[] inputs)
    {
        using ITrainingSession session = Engine.CreateSession(network, seed: 1);
        for (int number = 0; number < parameters.Length; number++)
        {
            session.SetParameter(number, parameters[number]);
        }

        var logits = new float[inputs.Length / 784 * 10];
        session.Infer(inputs, logits);
        return logits;
    }
}
