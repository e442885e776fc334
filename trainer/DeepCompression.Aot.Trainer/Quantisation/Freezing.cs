namespace DeepCompression.Aot.Trainer.Quantisation;

/// <summary>
/// Sharing in steps: at each, more weights are put on their centroid and held there, while those that are still free make up for
/// it in training (incremental network quantisation, Zhou et al. 2017). At the last all are shared.
/// </summary>
internal static class Freezing
{
    /// <summary>The shares of weights that are frozen at each step; after the last, the rest is shared as well.</summary>
    public static IReadOnlyList<double> Shares { get; } = [0.35, 0.6, 0.78, 0.89, 0.95, 0.985];

    /// <summary>Puts the weights of largest magnitude on their centroids: errors of small ones are the easier to make up for.</summary>
    /// <param name="weights">The weights, changed in place.</param>
    /// <param name="frozen">Those frozen so far, changed in place; they move to their new centroids too.</param>
    /// <param name="clustering">The clusters of the weights.</param>
    /// <param name="share">The share of the weights that have a centroid to be frozen after this.</param>
    public static void Freeze(Span<float> weights, bool[] frozen, Clustering clustering, double share)
    {
        float[] magnitudes = weights.ToArray();
        int[] order = [.. Enumerable.Range(0, weights.Length)
            .Where(i => clustering.Assignment[i] != Clustering.Pruned)
            .OrderByDescending(i => frozen[i])
            .ThenByDescending(i => Math.Abs(magnitudes[i]))];
        int count = (int)Math.Round(share * order.Length);
        foreach (int i in order.AsSpan(0, count))
        {
            frozen[i] = true;
            weights[i] = clustering.Centroids[clustering.Assignment[i]];
        }
    }
}
