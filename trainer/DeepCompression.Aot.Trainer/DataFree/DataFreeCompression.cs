using DeepCompression.Aot.Format;
using DeepCompression.Aot.Trainer.Coding;
using DeepCompression.Aot.Trainer.Import;
using DeepCompression.Aot.Trainer.Reports;

namespace DeepCompression.Aot.Trainer.DataFree;

/// <summary>Compresses an imported network by its weights alone: nothing is retrained, so what is lost is lost.</summary>
internal static class DataFreeCompression
{
    /// <summary>The artifact of a network compressed by the settings, without any data.</summary>
    /// <param name="network">The network.</param>
    /// <param name="settings">How to compress it.</param>
    /// <param name="source">The model's name, for the record in the artifact.</param>
    /// <param name="done">Is told of every layer as it is done.</param>
    /// <param name="cancellation">Ends the work between two layers.</param>
    /// <exception cref="ImportException">A setting names no layer of the network, or the format cannot hold the network.</exception>
    public static byte[] Run(
        ImportedNetwork network, CompressionSettings settings, string source, Action<LayerOutcome> done, CancellationToken cancellation = default) =>
        Write(network, Encode(network, settings, done, cancellation), new ImportRecord(source, ImportRecord.Describe(settings)));

    /// <summary>The stored form of each parameter, by number.</summary>
    /// <param name="network">The network.</param>
    /// <param name="settings">How to compress it.</param>
    /// <param name="done">Is told of every layer as it is done.</param>
    /// <param name="cancellation">Ends the work between two layers.</param>
    /// <exception cref="ImportException">A setting names no layer of the network.</exception>
    public static Tensor[] Encode(
        ImportedNetwork network, CompressionSettings settings, Action<LayerOutcome>? done = null, CancellationToken cancellation = default)
    {
        RequireKnown(network, settings);
        IReadOnlyDictionary<int, string> layers = Layers(network);
        IReadOnlyDictionary<int, float[]> pruned = Prune(network, settings);
        var tensors = new Tensor[network.Parameters.Count];
        for (int number = 0; number < tensors.Length; number++)
        {
            cancellation.ThrowIfCancellationRequested();
            tensors[number] = layers.TryGetValue(number, out string? layer)
                ? EncodeLayer(network, number, layer, pruned.GetValueOrDefault(number), settings, done)
                : WeightEncoder.EncodeExactly(network.Graph.Parameters[number], network.Parameters[number]);
        }

        return tensors;
    }

    /// <summary>The artifact.</summary>
    /// <param name="network">The network.</param>
    /// <param name="tensors">The stored form of each parameter, by number.</param>
    /// <param name="record">What is known of it besides.</param>
    /// <exception cref="ImportException">The format cannot hold the network.</exception>
    public static byte[] Write(ImportedNetwork network, IReadOnlyList<Tensor> tensors, ImportRecord record)
    {
        try
        {
            return ArtifactWriter.Write(
                network.Graph, tensors, network.Names, record.ActivationScales, record.Contract, record.Provenance);
        }
        catch (ArgumentException exception)
        {
            throw new ImportException($"{record.Source}: {exception.Message}", exception);
        }
    }

    /// <summary>The layers' names by the number of their weight.</summary>
    public static IReadOnlyDictionary<int, string> Layers(ImportedNetwork network) => LayerNames.Of(network.Graph, network.Names)
        .Where(layer => network.Graph.Parameters[layer.Operator.Parameters[0]].Rank > 1)
        .ToDictionary(layer => layer.Operator.Parameters[0], layer => layer.Name);

    /// <summary>The weights of each layer that may change, by number, the pruned ones zero.</summary>
    public static IReadOnlyDictionary<int, float[]> Prune(ImportedNetwork network, CompressionSettings settings) =>
        MagnitudePruning.Prune(
            Layers(network)
                .Where(layer => !settings.Keep.Of(layer.Value))
                .ToDictionary(layer => layer.Key, layer => (layer.Value, network.Parameters[layer.Key])),
            settings.Density);

    /// <summary>Requires that settings name layers of the network and nothing else.</summary>
    /// <exception cref="ImportException">One names no layer.</exception>
    public static void RequireKnown(ImportedNetwork network, CompressionSettings settings)
    {
        IReadOnlyDictionary<int, string> layers = Layers(network);
        string? unknown = settings.Mentioned.Where(name => !layers.Values.Contains(name)).Order(StringComparer.Ordinal).FirstOrDefault();
        if (unknown is not null)
        {
            throw new ImportException($"the network has no layer '{unknown}'; it has {string.Join(", ", layers.OrderBy(layer => layer.Key).Select(layer => layer.Value))}");
        }
    }

    private static Tensor EncodeLayer(
        ImportedNetwork network, int number, string layer, float[]? pruned, CompressionSettings settings, Action<LayerOutcome>? done)
    {
        float[] weights = network.Parameters[number];
        (Tensor tensor, LayerMethod method) = WeightEncoder.Encode(
            network.Graph.Parameters[number], weights, pruned ?? weights, settings.Bits.Of(layer), keep: pruned is null);
        done?.Invoke(new LayerOutcome(layer, method, method == LayerMethod.Shared ? RelativeError(weights, tensor.ToDense()) : 0));
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
}
