using System.Globalization;
using DeepCompression.Aot.Format;
using DeepCompression.Aot.Trainer.Coding;
using DeepCompression.Aot.Trainer.Import;
using DeepCompression.Aot.Trainer.Reports;

namespace DeepCompression.Aot.Trainer.DataFree;

/// <summary>Compresses an imported network by its weights alone: nothing is retrained, so what is lost is lost.</summary>
internal static class DataFreeCompression
{
    /// <summary>The artifact, and what became of each layer.</summary>
    /// <param name="network">The network.</param>
    /// <param name="settings">How to compress it.</param>
    /// <param name="source">The model's name, for the record in the artifact.</param>
    /// <param name="done">Is told of every layer as it is done.</param>
    /// <param name="cancellation">Ends the work between two layers.</param>
    /// <exception cref="ImportException">A setting names no layer of the network, or the format cannot hold the network.</exception>
    public static byte[] Run(
        ImportedNetwork network, CompressionSettings settings, string source, Action<LayerOutcome> done, CancellationToken cancellation = default)
    {
        Dictionary<int, string> layers = Layers(network);
        RequireKnown(layers, settings);
        Dictionary<int, float[]> pruned = Pruned(network, layers, settings);
        var tensors = new Tensor[network.Parameters.Count];
        for (int number = 0; number < tensors.Length; number++)
        {
            cancellation.ThrowIfCancellationRequested();
            tensors[number] = layers.TryGetValue(number, out string? layer)
                ? EncodeLayer(network, number, layer, pruned.GetValueOrDefault(number), settings, done)
                : WeightEncoder.EncodeExactly(network.Graph.Parameters[number], network.Parameters[number]);
        }

        try
        {
            return ArtifactWriter.Write(network.Graph, tensors, network.Names, provenance: Provenance(settings, source));
        }
        catch (ArgumentException exception)
        {
            throw new ImportException($"{source}: {exception.Message}", exception);
        }
    }

    /// <summary>The layers' names by the number of their weight.</summary>
    private static Dictionary<int, string> Layers(ImportedNetwork network) => LayerNames.Of(network.Graph, network.Names)
        .Where(layer => network.Graph.Parameters[layer.Operator.Parameters[0]].Rank > 1)
        .ToDictionary(layer => layer.Operator.Parameters[0], layer => layer.Name);

    private static void RequireKnown(Dictionary<int, string> layers, CompressionSettings settings)
    {
        string? unknown = settings.Mentioned.Where(name => !layers.ContainsValue(name)).Order(StringComparer.Ordinal).FirstOrDefault();
        if (unknown is not null)
        {
            throw new ImportException($"the network has no layer '{unknown}'; it has {string.Join(", ", layers.OrderBy(layer => layer.Key).Select(layer => layer.Value))}");
        }
    }

    private static Dictionary<int, float[]> Pruned(ImportedNetwork network, Dictionary<int, string> layers, CompressionSettings settings) =>
        MagnitudePruning.Prune(
            layers.Where(layer => !settings.Keep.Of(layer.Value)).ToDictionary(layer => layer.Key, layer => (layer.Value, network.Parameters[layer.Key])),
            settings.Density);

    private static Tensor EncodeLayer(
        ImportedNetwork network, int number, string layer, float[]? pruned, CompressionSettings settings, Action<LayerOutcome> done)
    {
        float[] weights = network.Parameters[number];
        (Tensor tensor, LayerMethod method) = WeightEncoder.Encode(
            network.Graph.Parameters[number], weights, pruned ?? weights, settings.Bits.Of(layer), keep: pruned is null);
        done(new LayerOutcome(layer, method, method == LayerMethod.Shared ? RelativeError(weights, tensor.ToDense()) : 0));
        return tensor;
    }

    private static double RelativeError(float[] before, float[] after)
    {
        double all = 0;
        double lost = 0;
        for (int i = 0; i < before.Length; i++)
        {
            double difference = (double)after[i] - before[i];
            all += (double)before[i] * before[i];
            lost += difference * difference;
        }

        return Math.Sqrt(lost / all);
    }

    private static EquatableArray<ProvenanceEntry> Provenance(CompressionSettings settings, string source)
    {
        string recipe = settings.Keep is { Common: true }
            ? "imported without loss"
            : string.Create(CultureInfo.InvariantCulture, $"imported, {settings.Bits.Common} bits, density {settings.Density.Common:0.####}");
        return new([
            new("data", source),
            new("recipe", recipe),
            new("deepc", typeof(DataFreeCompression).Assembly.GetName().Version!.ToString(3)),
        ]);
    }
}
