using DeepCompression.Aot.Format;
using DeepCompression.Aot.Trainer.DataFree;
using DeepCompression.Aot.Trainer.Engine;
using DeepCompression.Aot.Trainer.Import;
using DeepCompression.Aot.Trainer.Networks;
using DeepCompression.Aot.Trainer.Pruning;

namespace DeepCompression.Aot.Trainer.Pipeline;

/// <summary>
/// How a network that was trained elsewhere is retrained: the methods of <see cref="PlainRecipes"/>, with itself as teacher, over as
/// many epochs as a trained network needs to recover.
/// </summary>
internal static class ImportedRecipe
{
    /// <summary>The recipe's name, for the artifact's provenance.</summary>
    private const string Name = "retrained";

    /// <summary>The network to retrain.</summary>
    /// <param name="name">What to call it.</param>
    /// <param name="imported">The network.</param>
    /// <param name="settings">Which layers stay as they are.</param>
    /// <param name="contract">What its input expects, or null.</param>
    /// <param name="source">The model's file name.</param>
    public static NetworkDefinition Define(
        string name, ImportedNetwork imported, CompressionSettings settings, InputContract? contract, string source)
    {
        IEnumerable<int> exact = DataFreeCompression.Layers(imported).Where(layer => settings.Keep.Of(layer.Value)).Select(layer => layer.Key);
        return NetworkDefinition.Imported(name, LogitsGraph.Of(imported.Graph).Graph, imported.Parameters) with
        {
            Trained = new TrainedNetwork(imported.Graph, imported.Names, imported.Parameters, exact.ToHashSet(), contract, source),
        };
    }

    /// <summary>The recipe.</summary>
    /// <param name="network">The network, as <see cref="Define"/> makes it.</param>
    /// <param name="imported">The network as it was imported.</param>
    /// <param name="settings">The densities and widths of its layers.</param>
    public static CompressionRecipe Create(NetworkDefinition network, ImportedNetwork imported, CompressionSettings settings)
    {
        IReadOnlyDictionary<int, string> layers = DataFreeCompression.Layers(imported);
        IReadOnlyDictionary<int, float[]> pruned = DataFreeCompression.Prune(imported, settings);
        int[] kept = [.. network.Weights.Select(number => pruned[number].Count(weight => weight != 0))];
        CompressionRecipe recipe = Base with
        {
            Layers = new([.. network.Weights.Select(number => new LayerRecipe(settings.Bits.Of(layers[number])))]),
        };

        // A density for all layers is shared out while the network trains, by what weights turn out to be worth.
        return settings.Density.Own.Count == 0
            ? recipe.WithTotalWeights(kept.Sum())
            : recipe.WithRules([.. network.Weights.Zip(kept, (number, count) => new DensityRule((double)Math.Max(1, count) / pruned[number].Length))]);
    }

    private static CompressionRecipe Base { get; } = new()
    {
        Name = Name,
        Layers = EquatableArray<LayerRecipe>.Empty,
        Dense = new(0, 5e-4f, 1e-5f),
        Schedule = new(60, FirstDensity: 0.5),
        PruningMethod = new() { Saliency = new CurvatureSaliency(), RateExponent = 1.5, Regrowth = 0.3, RemoveDeadUnits = true },
        Pruning = new(10, 2e-3f, 1e-3f),
        Retraining = new(8, 1e-3f, 3e-5f),
        Freezing = new(7, 1e-3f, 5e-4f),
        Sharing = new(4, 3e-4f, 1e-5f),
        EntropyPrice = 0.001,
        Optimiser = new(OptimiserKind.Adam, WeightDecay: 1e-4f),
        Aids = new() { Teacher = TrainingAids.OwnTeacher, Loss = new(TeacherWeight: 0.5f, Temperature: 3) },
    };
}
