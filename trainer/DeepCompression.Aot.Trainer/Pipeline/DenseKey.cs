using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using DeepCompression.Aot.Format;
using DeepCompression.Aot.Trainer.Data;
using DeepCompression.Aot.Trainer.Engine;
using DeepCompression.Aot.Trainer.Networks;

namespace DeepCompression.Aot.Trainer.Pipeline;

/// <summary>Identifies a trained dense network by everything that decides its weights: network, data, settings, seed, engine.</summary>
internal sealed class DenseKey
{
    private DenseKey(string network, byte[] hash)
    {
        Network = network;
        Hash = hash;
    }

    public string Network { get; }

    /// <summary>The SHA-256 of everything that decides the weights.</summary>
    public byte[] Hash { get; }

    /// <summary>Enough of the hash for a file name.</summary>
    public string ShortHash => Convert.ToHexStringLower(Hash.AsSpan(0, 8));

    public static DenseKey Create(NetworkDefinition network, DatasetSplits data, CompressionRecipe recipe, ITrainingEngine engine)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        AppendText(hash, typeof(DenseKey).Assembly.GetName().Version?.ToString() ?? "");
        AppendText(hash, engine.Name);
        AppendNetwork(hash, network);
        AppendSettings(hash, recipe);

        // Validation images decide too: the best epoch is chosen on them.
        AppendData(hash, data.Train);
        AppendData(hash, data.Validation);
        return new DenseKey(network.Name, hash.GetHashAndReset());
    }

    private static void AppendNetwork(IncrementalHash hash, NetworkDefinition network)
    {
        AppendText(hash, network.Name);
        foreach (TensorShape shape in network.Graph.Inputs.Concat(network.Graph.Parameters))
        {
            AppendText(hash, shape.ToString());
        }

        foreach (Operator op in network.Graph.Operators)
        {
            AppendText(hash, op.ToString());
        }

        AppendText(hash, string.Join(' ', network.Graph.Outputs));
        foreach (float[] parameter in network.Start ?? network.Trained?.Parameters ?? [])
        {
            hash.AppendData(MemoryMarshal.AsBytes(parameter.AsSpan()));
        }

        AppendText(hash, string.Join(' ', network.Trained?.Exact.Order() ?? Enumerable.Empty<int>()));
        foreach ((int value, float rate) in network.Dropout.OrderBy(rate => rate.Key))
        {
            AppendNumbers(hash, value, rate);
        }
    }

    private static void AppendSettings(IncrementalHash hash, CompressionRecipe recipe)
    {
        AppendNumbers(hash, recipe.Seed, recipe.BatchSize, recipe.Dense.Epochs, recipe.Dense.LearningRate, recipe.Dense.FinalLearningRate);
        AppendNumbers(hash, recipe.Aids.Augmentation?.Copies ?? 0, recipe.Aids.Augmentation?.Originals ?? 1);
        OptimiserSettings optimiser = recipe.Optimiser;
        AppendNumbers(hash, (int)optimiser.Kind, optimiser.WeightDecay, optimiser.Momentum, optimiser.Beta1, optimiser.Beta2);
    }

    private static void AppendData(IncrementalHash hash, Dataset data)
    {
        AppendNumbers(hash, data.Count, data.Shape.Length, data.Normalisation.Scale, data.Normalisation.Offset);
        if (data.ChannelNormalisation is { } channels)
        {
            AppendNumbers(hash, [.. channels.Scales.Concat(channels.Offsets).Select(number => (double)number)]);
        }

        data.AppendTo(hash);
    }

    private static void AppendText(IncrementalHash hash, string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        AppendNumbers(hash, bytes.Length);
        hash.AppendData(bytes);
    }

    private static void AppendNumbers(IncrementalHash hash, params ReadOnlySpan<double> numbers) => hash.AppendData(MemoryMarshal.AsBytes(numbers));
}
