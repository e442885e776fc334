using DeepCompression.Aot.Format;
using DeepCompression.Aot.Trainer.Calibration;
using DeepCompression.Aot.Trainer.Data;
using DeepCompression.Aot.Trainer.DataFree;
using DeepCompression.Aot.Trainer.Engine.Managed;
using DeepCompression.Aot.Trainer.Import;
using DeepCompression.Aot.Trainer.Networks;
using DeepCompression.Aot.Trainer.Tests.Engine;

namespace DeepCompression.Aot.Trainer.Tests.Calibration;

public class CalibrationTests
{
    private const int Inputs = 40;
    private static readonly Dataset Samples = new("samples", new ImageShape(1, 1, Inputs), TestNetworks.Random(50 * Inputs, seed: 1), new int[50], ["0"]);

    [Fact]
    public void The_magnitudes_are_those_of_what_weights_read()
    {
        // y = relu(2x), z = y: of samples from -3 to 2, the layers read 3 and 4.
        var builder = new GraphBuilder();
        int first = builder.Relu(builder.Linear(builder.Input(1), 1, 1, "a"));
        Graph graph = builder.Build(builder.Linear(first, 1, 1, "b"));
        var samples = new Dataset("s", new ImageShape(1, 1, 1), new float[] { -3, 0, 2 }, new int[3], ["0"]);

        EquatableArray<ActivationScale> scales = ActivationRanges.Measure(graph, [[2], [0], [1], [0]], samples);

        Assert.Equal([new ActivationScale(0, 3), new ActivationScale(2, 4)], scales);
    }

    [Fact]
    public void Values_that_stay_zero_have_no_magnitude_and_infinite_ones_are_refused()
    {
        var builder = new GraphBuilder();
        Graph graph = builder.Build(builder.Linear(builder.Relu(builder.Linear(builder.Input(1), 1, 1, "a")), 1, 1, "b"));
        var samples = new Dataset("s", new ImageShape(1, 1, 1), new float[] { 2 }, new int[1], ["0"]);

        Assert.Equal([new ActivationScale(0, 2)], ActivationRanges.Measure(graph, [[-1], [0], [1], [0]], samples));
        Assert.Throws<InvalidOperationException>(() => ActivationRanges.Measure(graph, [[float.MaxValue], [0], [1], [0]], samples));
    }

    [Fact]
    public void A_change_is_measured_against_the_outputs_and_undone()
    {
        ImportedNetwork network = Network();
        using var change = new OutputChange(network, Samples, new ManagedEngine(1));
        float[] halved = [.. network.Parameters[2].Select(weight => weight / 2)];

        Assert.Equal(0.5, change.Of(2, halved), 1e-5);
        Assert.Equal(0, change.Of(2, network.Parameters[2]));
    }

    [Fact]
    public void A_change_is_the_same_on_the_engine_and_by_the_reference_interpreter()
    {
        ImportedNetwork network = Network();
        var builder = new GraphBuilder();
        int hidden = builder.Relu(builder.Linear(builder.Input(Inputs), Inputs, 30, "a"));

        // Nothing reads the second output of the pair, so that the engine does not take the network.
        int logits = builder.Linear(hidden, 30, 5, "b");
        builder.Relu(hidden);
        Graph unread = builder.Build(logits);
        float[] halved = [.. network.Parameters[0].Select(weight => weight / 2)];
        using var onEngine = new OutputChange(network, Samples, new ManagedEngine(1));
        using var interpreted = new OutputChange(network with { Graph = unread }, Samples, new ManagedEngine(1));

        Assert.Equal(onEngine.Of(0, halved), interpreted.Of(0, halved), 1e-4);
    }

    [Fact]
    public void The_budget_goes_where_a_bit_costs_the_least_change()
    {
        // The first layer's every second weight is a thousandth of the others: they go before anything of the second.
        ImportedNetwork network = Network();
        float[] first = [.. network.Parameters[0].Select((weight, i) => i % 2 == 0 ? weight : weight / 1000)];
        network = network with { Parameters = [first, .. network.Parameters.Skip(1)] };
        using var change = new OutputChange(network, Samples, new ManagedEngine(1));
        var settings = new CompressionSettings();
        Tensor[] Encode(CompressionSettings tried) => DataFreeCompression.Encode(network, tried);
        var search = new BudgetSearch(settings, new LayerTrials(change, settings).Measure(), Encode);

        CompressionSettings chosen = search.Smallest(tensors => change.Of(tensors) <= 0.02)!;

        Assert.InRange(change.Of(Encode(chosen)), 0.002, 0.02);
        Assert.Equal(0.5, chosen.Density.Of("fc1"));
        Assert.True(chosen.Density.Of("fc2") > 0.5, $"{chosen.Density.Of("fc2")} of the second layer is kept.");
        Assert.Null(search.Smallest(_ => false));
        Assert.Null(search.Best(_ => false));
    }

    [Fact]
    public void What_the_command_line_says_of_a_layer_is_not_chosen_for()
    {
        ImportedNetwork network = Network();
        using var change = new OutputChange(network, Samples, new ManagedEngine(1));
        var settings = new CompressionSettings
        {
            Density = new(1, new Dictionary<string, double> { ["fc1"] = 0.3 }),
            Bits = new(8, new Dictionary<string, int> { ["fc1"] = 3 }),
            Keep = new(false, new Dictionary<string, bool> { ["fc2"] = true }),
        };

        IReadOnlyDictionary<string, IReadOnlyList<LayerTrial>> trials = new LayerTrials(change, settings).Measure();

        Assert.Equal(["fc1"], trials.Keys);
        Assert.Equal((0.3, 3), (Assert.Single(trials["fc1"]).Density, trials["fc1"][0].Bits));
    }

    [Fact]
    public void A_density_is_found_for_a_size()
    {
        ImportedNetwork network = Network();
        Tensor[] Encode(CompressionSettings tried) => DataFreeCompression.Encode(network, tried);
        static long Bits(Tensor[] tensors) => tensors.Sum(tensor => (long)tensor.BitCount);

        CompressionSettings chosen = DensitySearch.Find(new CompressionSettings(), Encode, tensors => Bits(tensors) <= 6000)!;

        Assert.InRange(Bits(Encode(chosen)), 5000, 6000);
        Assert.Null(DensitySearch.Find(new CompressionSettings(), Encode, tensors => Bits(tensors) <= 10));
    }

    private static ImportedNetwork Network()
    {
        var builder = new GraphBuilder();
        int hidden = builder.Relu(builder.Linear(builder.Input(Inputs), Inputs, 30, "a"));
        Graph graph = builder.Build(builder.Linear(hidden, 30, 5, "b"));
        float[][] parameters = [TestNetworks.Random(30 * Inputs, 2), new float[30], TestNetworks.Random(5 * 30, 3), new float[5]];
        return new ImportedNetwork(graph, parameters, GraphNames.None, []);
    }
}
