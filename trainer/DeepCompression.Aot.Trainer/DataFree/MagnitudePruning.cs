using DeepCompression.Aot.Trainer.Pruning;

namespace DeepCompression.Aot.Trainer.DataFree;

/// <summary>
/// Chooses the weights to keep by magnitude (Deep Compression, section 2). A budget that layers share is spent by magnitudes in
/// units of each layer's own root mean square, so that one sensitivity sets all thresholds, as Han et al. (NIPS 2015) do by the
/// standard deviation.
/// </summary>
internal static class MagnitudePruning
{
    /// <summary>The weights of each layer, the pruned ones zero.</summary>
    /// <param name="layers">The weights of each layer that may be pruned, with its name, by parameter number.</param>
    /// <param name="density">The fraction to keep.</param>
    public static Dictionary<int, float[]> Prune(IReadOnlyDictionary<int, (string Name, float[] Weights)> layers, LayerSetting<double> density)
    {
        var kept = layers.ToDictionary(layer => layer.Key, layer => new bool[layer.Value.Weights.Length]);
        var scores = layers.ToDictionary(layer => layer.Key, layer => Scores(layer.Value.Weights));
        ILookup<bool, int> byOwn = layers.Keys.ToLookup(number => density.Own.ContainsKey(layers[number].Name));
        foreach (int number in byOwn[true])
        {
            Mark([number], density.Own[layers[number].Name]);
        }

        Mark([.. byOwn[false]], density.Common);
        return layers.ToDictionary(
            layer => layer.Key,
            layer => layer.Value.Weights.Zip(kept[layer.Key], (weight, isKept) => isKept ? weight : 0).ToArray());

        void Mark(int[] numbers, double fraction)
        {
            long weights = numbers.Sum(number => (long)layers[number].Weights.Length);
            int count = checked((int)Math.Round(weights * fraction));
            Selection.MarkHighest(numbers.ToDictionary(number => number, number => scores[number]), count, kept);
        }
    }

    /// <summary>Magnitudes over their root mean square; zeros are no candidates.</summary>
    private static float[] Scores(float[] weights)
    {
        double squares = weights.Sum(weight => (double)weight * weight);
        double scale = squares > 0 ? Math.Sqrt(weights.Length / squares) : 0;
        return [.. weights.Select(weight => weight == 0 ? -1 : (float)(Math.Abs(weight) * scale))];
    }
}
