using DeepCompression.Aot.Trainer.Engine;
using DeepCompression.Aot.Trainer.Engine.Managed;
using DeepCompression.Aot.Trainer.Networks;
using DeepCompression.Aot.Trainer.Pruning;
using DeepCompression.Aot.Trainer.Tests.Engine;

namespace DeepCompression.Aot.Trainer.Tests.Pruning;

public sealed class PrunerTests : IDisposable
{
    private static readonly NetworkDefinition Network = TestNetworks.Perceptron(20, 12, 4);

    private readonly ITrainingSession _session = new ManagedEngine(1).CreateSession(Network, seed: 6);

    public void Dispose() => _session.Dispose();

    [Fact]
    public void A_budget_of_each_layer_keeps_its_largest_weights()
    {
        float[] before = _session.GetParameter(0).ToArray();
        Pruner(new PruningMethod()).Run([new PruningBudget([0], 120), new PruningBudget([2], 48)], regrowth: 0);
        float threshold = before.Select(MathF.Abs).OrderDescending().ElementAt(119);
        Assert.Equal(before.Select(weight => MathF.Abs(weight) >= threshold ? weight : 0), _session.GetParameter(0).ToArray());
        Assert.Equal(48, Count(2));
    }

    [Fact]
    public void A_common_budget_goes_where_weights_are_worth_most()
    {
        _session.SetParameter(2, [.. Enumerable.Repeat(100f, 48)]);
        Pruner(new PruningMethod()).Run([new PruningBudget([0, 2], 100)], regrowth: 0);
        Assert.Equal(48, Count(2));
        Assert.Equal(52, Count(0));
    }

    [Fact]
    public void Regrowth_brings_back_the_pruned_weights_of_steepest_gradient()
    {
        (float[] inputs, int[] labels) = TestNetworks.Batch(Network, 64, seed: 2);
        Pruner pruner = Pruner(new PruningMethod());
        PruningBudget[] budgets = [new([0], 100), new([2], 48)];
        pruner.Run(budgets, regrowth: 0);
        bool[] first = [.. pruner.Keep[0]];
        _session.ComputeGradients(new TrainingBatch(inputs, labels));
        float[] gradients = _session.GetGradient(0).ToArray();
        pruner.Run(budgets, regrowth: 0.2);

        int[] returned = [.. Enumerable.Range(0, first.Length).Where(i => pruner.Keep[0][i] && !first[i])];
        Assert.Equal(100, pruner.Keep[0].Count(kept => kept));
        Assert.InRange(returned.Length, 1, 20);
        float shallowest = returned.Min(i => MathF.Abs(gradients[i]));
        Assert.All(
            Enumerable.Range(0, first.Length).Where(i => !pruner.Keep[0][i] && !first[i]),
            i => Assert.True(MathF.Abs(gradients[i]) <= shallowest));
    }

    [Fact]
    public void A_unit_that_dies_loses_its_bias()
    {
        _session.SetParameter(1, [.. Enumerable.Repeat(1f, 12)]);
        _session.SetParameter(0, [.. Enumerable.Range(0, 240).Select(i => i / 20 == 5 ? 1f : 0.001f)]);
        Pruner(new PruningMethod { RemoveDeadUnits = true }).Run([new PruningBudget([0], 20), new PruningBudget([2], 48)], regrowth: 0);
        Assert.Equal(Enumerable.Range(0, 12).Select(unit => unit == 5 ? 1f : 0f), _session.GetParameter(1).ToArray());
        Assert.Equal(4, Count(2));
    }

    [Fact]
    public void A_score_that_knows_the_rate_leaves_fewer_units_alive()
    {
        int live = LiveRows(new PruningMethod { RemoveDeadUnits = true });
        using ITrainingSession other = new ManagedEngine(1).CreateSession(Network, seed: 6);
        int cheap = LiveRows(new PruningMethod { RateExponent = 3, RemoveDeadUnits = true }, other);
        Assert.True(cheap < live, $"{cheap} units instead of {live}");
    }

    private int LiveRows(PruningMethod method, ITrainingSession? session = null)
    {
        session ??= _session;
        var pruner = new Pruner(session, UnitGraph.Of(Network.Graph), method, valueBits: 3);
        foreach (int count in (int[])[150, 100, 60, 40, 30])
        {
            pruner.Run([new PruningBudget([0, 2], count)], regrowth: 0);
        }

        return session.GetParameter(0).ToArray().Chunk(20).Count(row => row.Any(weight => weight != 0));
    }

    private Pruner Pruner(PruningMethod method) => new(_session, UnitGraph.Of(Network.Graph), method, valueBits: 3);

    private int Count(int parameter) => _session.GetParameter(parameter).ToArray().Count(weight => weight != 0);
}
