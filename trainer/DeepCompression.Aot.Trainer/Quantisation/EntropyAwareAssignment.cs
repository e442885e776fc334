using DeepCompression.Aot.Trainer.Coding;

namespace DeepCompression.Aot.Trainer.Quantisation;

/// <summary>
/// Moves weights to centroids that are cheaper to code where that costs little distance: minimises
/// (w − c)² + λ · σ² · bits(c), with σ² the variance of the layer's weights and bits the length of the centroid's Huffman codeword
/// (entropy-constrained scalar quantisation: Chou, Lookabaugh and Gray 1989; Choi, El-Khamy and Lee 2016).
/// </summary>
internal static class EntropyAwareAssignment
{
    private const int MaxIterations = 30;

    /// <summary>Assigns anew and moves centroids to the means of their members, in turn, until nothing changes.</summary>
    /// <param name="weights">The weights; those without a centroid in <paramref name="clustering"/> stay so.</param>
    /// <param name="clustering">Where to start, as k-means leaves it.</param>
    /// <param name="lambda">λ, at least 0: what a bit costs, in variances. 0 leaves the nearest centroid.</param>
    public static Clustering Refine(ReadOnlySpan<float> weights, Clustering clustering, double lambda)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(lambda);
        double[] centroids = [.. clustering.Centroids.Select(centroid => (double)centroid)];
        int[] assignment = [.. clustering.Assignment];
        double price = lambda * Variance(weights, assignment);
        for (int iteration = 0; iteration < MaxIterations; iteration++)
        {
            byte[] bits = HuffmanCode.Lengths(Count(assignment, centroids.Length));
            if (!Assign(weights, assignment, centroids, bits, price))
            {
                break;
            }

            MoveToMeans(weights, assignment, centroids);
        }

        return Occupied(centroids, assignment);
    }

    private static bool Assign(ReadOnlySpan<float> weights, int[] assignment, double[] centroids, byte[] bits, double price)
    {
        bool changed = false;
        for (int i = 0; i < assignment.Length; i++)
        {
            if (assignment[i] == Clustering.Pruned)
            {
                continue;
            }

            int best = assignment[i];
            double least = Cost(weights[i], centroids[best], bits[best], price);
            for (int centroid = 0; centroid < centroids.Length; centroid++)
            {
                // A centroid without members has no codeword, and nothing makes it worth one again.
                double cost = bits[centroid] == 0 ? double.PositiveInfinity : Cost(weights[i], centroids[centroid], bits[centroid], price);
                if (cost < least)
                {
                    (best, least) = (centroid, cost);
                }
            }

            changed |= best != assignment[i];
            assignment[i] = best;
        }

        return changed;
    }

    private static double Cost(double weight, double centroid, int bits, double price) =>
        ((weight - centroid) * (weight - centroid)) + (price * bits);

    private static void MoveToMeans(ReadOnlySpan<float> weights, int[] assignment, double[] centroids)
    {
        var sums = new double[centroids.Length];
        long[] counts = Count(assignment, centroids.Length);
        for (int i = 0; i < assignment.Length; i++)
        {
            if (assignment[i] != Clustering.Pruned)
            {
                sums[assignment[i]] += weights[i];
            }
        }

        for (int i = 0; i < centroids.Length; i++)
        {
            centroids[i] = counts[i] > 0 ? sums[i] / counts[i] : centroids[i];
        }
    }

    private static long[] Count(int[] assignment, int centroids)
    {
        var counts = new long[centroids];
        foreach (int centroid in assignment)
        {
            if (centroid != Clustering.Pruned)
            {
                counts[centroid]++;
            }
        }

        return counts;
    }

    private static double Variance(ReadOnlySpan<float> weights, int[] assignment)
    {
        double sum = 0;
        double squares = 0;
        int count = 0;
        for (int i = 0; i < assignment.Length; i++)
        {
            if (assignment[i] != Clustering.Pruned)
            {
                sum += weights[i];
                squares += (double)weights[i] * weights[i];
                count++;
            }
        }

        return count == 0 ? 0 : Math.Max(0, (squares / count) - (sum / count * (sum / count)));
    }

    private static Clustering Occupied(double[] centroids, int[] assignment)
    {
        long[] counts = Count(assignment, centroids.Length);
        int[] kept = [.. Enumerable.Range(0, centroids.Length).Where(i => counts[i] > 0).OrderBy(i => centroids[i])];
        var place = new int[centroids.Length];
        for (int i = 0; i < kept.Length; i++)
        {
            place[kept[i]] = i;
        }

        return new Clustering(
            [.. kept.Select(i => (float)centroids[i])],
            [.. assignment.Select(centroid => centroid == Clustering.Pruned ? Clustering.Pruned : place[centroid])]);
    }
}
