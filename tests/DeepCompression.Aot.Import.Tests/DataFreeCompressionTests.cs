using DeepCompression.Aot.Format;
using DeepCompression.Aot.Import.Tests.Support;
using DeepCompression.Aot.Trainer.DataFree;
using DeepCompression.Aot.Trainer.Import;
using DeepCompression.Aot.Trainer.Tests.Data;

namespace DeepCompression.Aot.Import.Tests;

/// <summary>Pruning and sharing without data.</summary>
public class DataFreeCompressionTests
{
    [Fact]
    public void Keeping_all_loses_nothing()
    {
        float[] dense = Gaussian(40 * 30, 1);
        OnnxBuilder model = Network(dense);

        (Artifact artifact, LayerOutcome[] outcomes) = Compress(model, Imported.Exact);

        Assert.Equal(Transposed(dense, 40, 30), artifact.Tensors[0].ToDense());
        Assert.All(outcomes, outcome => Assert.Equal((LayerMethod.Raw, 0), (outcome.Method, outcome.RelativeError)));
    }

    [Fact]
    public void Few_values_are_found_and_stored_as_they_are_whatever_the_bits()
    {
        // Three values that half precision does not hold, nine tenths zero.
        var random = new Random(3);
        float[] values = [0.1f, -0.3f, 0.7f];
        float[] sparse = [.. Enumerable.Range(0, 1200).Select(_ => random.Next(10) == 0 ? values[random.Next(3)] : 0)];

        (Artifact artifact, LayerOutcome[] outcomes) = Compress(Network(sparse), new() { Bits = new(1) });

        Assert.Equal(Transposed(sparse, 40, 30), artifact.Tensors[0].ToDense());
        Assert.Equal(LayerMethod.Lossless, outcomes[0].Method);
        Assert.True(artifact.Tensors[0].ByteCount < 200, $"{artifact.Tensors[0].ByteCount} bytes");
    }

    [Fact]
    public void The_largest_weights_are_kept_and_share_as_many_values_as_the_bits_allow()
    {
        float[] dense = Gaussian(40 * 30, 1);

        (Artifact artifact, LayerOutcome[] outcomes) = Compress(Network(dense), new() { Density = new(0.25), Bits = new(3) });

        float[] expected = Transposed(dense, 40, 30);
        float[] weights = artifact.Tensors[0].ToDense();
        float threshold = expected.Select(Math.Abs).OrderDescending().ElementAt(299);
        Assert.All(expected.Zip(weights), pair => Assert.Equal(Math.Abs(pair.First) >= threshold, pair.Second != 0));
        Assert.InRange(weights.Where(weight => weight != 0).Distinct().Count(), 5, 7);
        double lost = Math.Sqrt(expected.Zip(weights, (a, b) => Math.Pow(a - b, 2)).Sum() / expected.Sum(a => (double)a * a));
        Assert.Equal((LayerMethod.Shared, lost), (outcomes[0].Method, outcomes[0].RelativeError!.Value), Approximately);
    }

    [Fact]
    public void A_layer_of_its_own_density_leaves_the_budget_to_the_others()
    {
        var settings = new CompressionSettings { Density = new(0.1, new Dictionary<string, double> { ["second"] = 0.5 }) };

        (Artifact artifact, _) = Compress(TwoLayers(), settings);

        Assert.Equal(60, artifact.Tensors[0].Nnz);
        Assert.Equal(300, artifact.Tensors[1].Nnz);
    }

    [Fact]
    public void A_shared_budget_is_spent_where_weights_stand_out_not_where_they_are_large()
    {
        (Artifact artifact, _) = Compress(TwoLayers(scale: 100), new() { Density = new(0.1) });

        // Both layers are drawn from one distribution: a scale of 100 gives the second no advantage.
        Assert.InRange(artifact.Tensors[0].Nnz, 40, 80);
        Assert.Equal(120, artifact.Tensors[0].Nnz + artifact.Tensors[1].Nnz);
    }

    [Fact]
    public void A_layer_that_is_kept_stays_while_others_are_pruned()
    {
        var settings = new CompressionSettings { Density = new(0.1), Keep = new(false, new Dictionary<string, bool> { ["first"] = true }) };

        (Artifact artifact, _) = Compress(TwoLayers(), settings);

        Assert.Equal(Transposed(Gaussian(600, 1), 20, 30), artifact.Tensors[0].ToDense());
        Assert.Equal(60, artifact.Tensors[1].Nnz);
    }

    [Fact]
    public void A_layer_too_small_for_a_codebook_is_stored_number_by_number()
    {
        (Artifact artifact, LayerOutcome[] outcomes) = Compress(
            new OnnxBuilder().Input("x", 2).Floats("w", [2, 2], 0.1f, 0.2f, 0.3f, 0.4f).Node("MatMul", "x w", "y").Output("y"), new());

        Assert.Equal([0.1f, 0.3f, 0.2f, 0.4f], artifact.Tensors[0].ToDense());
        Assert.Equal(LayerMethod.Raw, outcomes[0].Method);
    }

    [Fact]
    public void A_layer_that_does_not_exist_is_named_with_those_that_do()
    {
        var settings = new CompressionSettings { Bits = new(8, new Dictionary<string, int> { ["third"] = 2 }) };

        Assert.Equal(
            "the network has no layer 'third'; it has first, second",
            Assert.Throws<ImportException>(() => Compress(TwoLayers(), settings)).Message);
    }

    [Fact]
    public void Equal_models_give_equal_bytes()
    {
        using var folder = new TemporaryFolder();
        string path = TwoLayers().Save(folder);
        var settings = new CompressionSettings { Density = new(0.3), Bits = new(5) };

        byte[][] files = [.. Enumerable.Range(0, 2).Select(_ => DataFreeCompression.Run(GraphImporter.Import(path, ImportOptions.Default), settings, "model", _ => { }))];

        Assert.Equal(files[0], files[1]);
    }

    private static (Artifact Artifact, LayerOutcome[] Outcomes) Compress(OnnxBuilder model, CompressionSettings settings)
    {
        using var folder = new TemporaryFolder();
        var outcomes = new List<LayerOutcome>();
        ImportedNetwork network = GraphImporter.Import(model.Save(folder), ImportOptions.Default);
        return (ArtifactReader.Read(DataFreeCompression.Run(network, settings, "model.onnx", outcomes.Add)), [.. outcomes]);
    }

    private static OnnxBuilder Network(float[] weight) =>
        new OnnxBuilder().Input("x", 40).Floats("w", [40, 30], weight).Node("MatMul", "x w", "y").Output("y");

    private static OnnxBuilder TwoLayers(float scale = 1) => new OnnxBuilder().Input("x", 20)
        .Floats("first", [20, 30], Gaussian(600, 1)).Floats("second", [30, 20], [.. Gaussian(600, 2).Select(weight => weight * scale)])
        .Node("MatMul", "x first", "h").Node("Relu", "h", "r").Node("MatMul", "r second", "y").Output("y");

    private static float[] Transposed(float[] matrix, int rows, int columns) =>
        [.. Enumerable.Range(0, rows * columns).Select(i => matrix[(i % rows * columns) + (i / rows)])];

    private static float[] Gaussian(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (float)Enumerable.Range(0, 12).Sum(_ => random.NextDouble() - 0.5))];
    }

    private static bool Approximately((LayerMethod Method, double Error) expected, (LayerMethod Method, double Error) actual) =>
        expected.Method == actual.Method && Math.Abs(expected.Error - actual.Error) < 1e-9;
}
