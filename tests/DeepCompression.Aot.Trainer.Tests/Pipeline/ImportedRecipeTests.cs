using DeepCompression.Aot.Format;
using DeepCompression.Aot.Trainer.Data;
using DeepCompression.Aot.Trainer.DataFree;
using DeepCompression.Aot.Trainer.Engine;
using DeepCompression.Aot.Trainer.Engine.Managed;
using DeepCompression.Aot.Trainer.Import;
using DeepCompression.Aot.Trainer.Networks;
using DeepCompression.Aot.Trainer.Pipeline;
using DeepCompression.Aot.Trainer.Pruning;
using DeepCompression.Aot.Trainer.Training;

namespace DeepCompression.Aot.Trainer.Tests.Pipeline;

/// <summary>A convolutional network of the operators that imported ones have, trained here, then retrained as if it came from elsewhere.</summary>
public class ImportedRecipeTests
{
    private static readonly DatasetSplits Data = DrawnDigits.Create(600, 100, 200);
    private static readonly Lazy<ImportedNetwork> Trained = new(Train);

    [Fact]
    public void Retraining_keeps_what_is_to_stay_and_the_number_of_weights_asked_for()
    {
        var settings = new CompressionSettings
        {
            Bits = new(4),
            Density = new(0.3),
            Keep = new(false, new Dictionary<string, bool> { ["conv2"] = true }),
        };
        InputContract contract = new(new([InputNormalisation.UnitRange(InputLayout.ChannelsFirst)]), InputContract.NumberedLabels(10));
        NetworkDefinition network = ImportedRecipe.Define("cnn", Trained.Value, settings, contract, "cnn.onnx");
        CompressionRecipe recipe = Brief(ImportedRecipe.Create(network, Trained.Value, settings));

        CompressionResult result = CompressionPipeline.Run(network, Data, recipe, new ManagedEngine(1));

        Artifact artifact = ArtifactReader.Read(result.Artifact);
        Assert.Equal(Trained.Value.Graph, artifact.Graph);
        Assert.Equal(contract, artifact.InputContract);
        Assert.Equal(Trained.Value.Parameters[2], artifact.Tensors[2].ToDense());
        int[] others = [0, 4];
        int asked = (int)Math.Round(0.3 * others.Sum(number => Trained.Value.Parameters[number].Length));
        Assert.InRange(others.Sum(number => artifact.Tensors[number].Nnz), asked / 2, asked);
        Assert.True(result.Decoded.TestErrorPercent < result.Dense.TestErrorPercent + 10, $"{result.Decoded} after {result.Dense}.");
        Assert.Contains(artifact.Provenance, entry => entry is { Key: "model", Value: "cnn.onnx" });
    }

    [Fact]
    public void A_sparse_network_keeps_at_most_as_many_weights()
    {
        ImportedNetwork sparse = Trained.Value with { Parameters = [.. Trained.Value.Parameters.Select(values => values.Length < 100 ? values : [.. values.Select((value, i) => i % 4 == 0 ? value : 0)])] };
        var settings = new CompressionSettings { Bits = new(5) };
        NetworkDefinition network = ImportedRecipe.Define("cnn", sparse, settings, null, "cnn.onnx");
        CompressionRecipe recipe = Brief(ImportedRecipe.Create(network, sparse, settings));

        Artifact artifact = ArtifactReader.Read(CompressionPipeline.Run(network, Data, recipe, new ManagedEngine(1)).Artifact);

        int before = network.Weights.Sum(number => sparse.Parameters[number].Count(weight => weight != 0));
        Assert.InRange(network.Weights.Sum(number => artifact.Tensors[number].Nnz), before / 2, before);
    }

    [Fact]
    public void Layers_with_densities_of_their_own_have_rules_of_their_own()
    {
        var settings = new CompressionSettings { Density = new(1, new Dictionary<string, double> { ["fc1"] = 0.25 }) };
        NetworkDefinition network = ImportedRecipe.Define("cnn", Trained.Value, settings, null, "cnn.onnx");

        CompressionRecipe recipe = ImportedRecipe.Create(network, Trained.Value, settings);

        Assert.Null(recipe.PruningMethod.TotalWeights);
        Assert.Equal(new DensityRule(0.25), recipe.Layers[2].Pruning);
        Assert.Equal(new DensityRule(1), recipe.Layers[0].Pruning);
    }

    private static CompressionRecipe Brief(CompressionRecipe recipe) => recipe with
    {
        Schedule = new PruningSchedule(3),
        Pruning = recipe.Pruning with { Epochs = 1 },
        Retraining = recipe.Retraining with { Epochs = 1 },
        Freezing = recipe.Freezing with { Epochs = 0 },
        Sharing = recipe.Sharing with { Epochs = 1 },
        BatchSize = 50,
    };

    /// <summary>Convolution, grouped convolution over padding, both put together, pooling, a fully connected layer and a softmax.</summary>
    private static ImportedNetwork Train()
    {
        var builder = new GraphBuilder();
        int maps = builder.Relu(builder.Convolution(builder.Input(1, 28, 28), 1, 6, new SlidingWindow(5, stride: 3), "conv1"));
        int grouped = builder.Relu(builder.GroupedConvolution(builder.Apply(new PadOperator(maps, 1, 1, 1, 1)), 6, 6, 6, new SlidingWindow(3), "conv2"));
        int pooled = builder.MaxPool(builder.Concat(maps, grouped), new SlidingWindow(2, stride: 2));
        int logits = builder.Linear(builder.Flatten(pooled), 12 * 4 * 4, 10, "fc1");
        Graph graph = builder.Build(builder.Softmax(logits));
        NetworkDefinition network = NetworkDefinition.Imported("cnn", LogitsGraph.Of(graph).Graph, [.. graph.Parameters.Select(_ => Array.Empty<float>())]);
        using ITrainingSession session = new ManagedEngine(1).CreateSession(network, seed: 1);
        session.SetOptimiser(new OptimiserSettings(OptimiserKind.Adam));
        TrainingLoop.Run(session, Data.Train, null, new TrainingSettings(6, new ConstantLearningRate(3e-3f), BatchSize: 30));
        return new ImportedNetwork(
            graph, [.. graph.Parameters.Select((_, number) => session.GetParameter(number).ToArray())], GraphNames.None, []);
    }
}
