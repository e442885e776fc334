using DeepCompression.Aot.Format;
using DeepCompression.Aot.Trainer.DataFree;
using DeepCompression.Aot.Trainer.Quantisation;

namespace DeepCompression.Aot.Trainer.Calibration;

/// <summary>A way to compress a layer.</summary>
/// <param name="Density">The fraction of weights kept.</param>
/// <param name="Bits">Bits of a codebook index.</param>
/// <param name="SquaredChange">The square of the change that it brings to the network's outputs.</param>
/// <param name="Size">The bits that its weights take, estimated by their entropy.</param>
internal readonly record struct LayerTrial(double Density, int Bits, double SquaredChange, double Size);

/// <summary>
/// Tries densities and widths on one layer after another, and measures what each does to the network's outputs on calibration
/// samples. Pruning and sharing are tried apart and their squared changes added, so that a layer takes a dozen passes and not a hundred.
/// </summary>
internal sealed class LayerTrials(OutputChange change, CompressionSettings settings)
{
    private static readonly double[] Densities = [1, 0.7, 0.5, 0.35, 0.25, 0.18, 0.12, 0.08, 0.05, 0.03, 0.02];
    private static readonly int[] Widths = [8, 7, 6, 5, 4, 3, 2];

    /// <summary>For each layer that may change, by name, the ways to compress it.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<LayerTrial>> Measure()
    {
        var layers = new Dictionary<string, IReadOnlyList<LayerTrial>>();
        foreach ((int number, string name) in DataFreeCompression.Layers(change.Network))
        {
            if (!settings.Keep.Of(name))
            {
                layers.Add(name, Measure(number, name));
            }
        }

        return layers;
    }

    private List<LayerTrial> Measure(int number, string name)
    {
        float[] weights = change.Network.Parameters[number];
        double present = (double)weights.Count(weight => weight != 0) / weights.Length;

        // What the command line says of a layer is not for choosing.
        double[] densities = settings.Density.Own.TryGetValue(name, out double density) ? [density] : [.. Densities.Where(tried => tried <= present).Prepend(present).Distinct()];
        int[] widths = settings.Bits.Own.TryGetValue(name, out int bits) ? [bits] : Widths;
        Dictionary<int, (double Change, double Entropy)> shared = HasFewValues(weights)
            ? new() { [widths[0]] = Share(number, weights, CodedTensor.MaxCentroids) }
            : widths.ToDictionary(width => width, width => Share(number, weights, Clustering.CentroidLimit(width)));
        var trials = new List<LayerTrial>();
        foreach (double tried in densities)
        {
            double pruning = tried < present ? change.Of(number, Prune(name, weights, tried)) : 0;
            foreach ((int width, (double sharing, double entropy)) in shared)
            {
                double size = weights.Length * (Entropy(tried) + (tried * entropy));
                trials.Add(new LayerTrial(tried, width, (pruning * pruning) + (sharing * sharing), size));
            }
        }

        return trials;
    }

    /// <summary>Whether the weights keep their values whatever the width, because they have no more than a codebook (<see cref="WeightEncoder"/>).</summary>
    private static bool HasFewValues(float[] weights) => weights.Where(weight => weight != 0).Distinct().Take(CodedTensor.MaxCentroids + 1).Count() <= CodedTensor.MaxCentroids;

    private static float[] Prune(string name, float[] weights, double density) => MagnitudePruning.Prune(
        new Dictionary<int, (string, float[])> { [0] = (name, weights) }, new LayerSetting<double>(density))[0];

    /// <summary>The change by sharing, and the entropy of an index in bits.</summary>
    private (double Change, double Entropy) Share(int number, float[] weights, int centroids)
    {
        Clustering clusters = KMeans.Cluster(weights, centroids, CodebookInitialisation.Linear);
        var counts = new int[clusters.Centroids.Length];
        var values = new float[weights.Length];
        for (int i = 0; i < values.Length; i++)
        {
            if (clusters.Assignment[i] is var index and >= 0)
            {
                counts[index]++;
                values[i] = clusters.Centroids[index];
            }
        }

        double kept = Math.Max(1, counts.Sum());
        double entropy = -counts.Where(count => count > 0).Sum(count => count / kept * Math.Log2(count / kept));
        return (change.Of(number, values), entropy);
    }

    /// <summary>The entropy of whether a weight is kept, in bits.</summary>
    private static double Entropy(double density) => density is <= 0 or >= 1
        ? 0
        : -(density * Math.Log2(density)) - ((1 - density) * Math.Log2(1 - density));
}
