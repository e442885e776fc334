namespace DeepCompression.Aot.Trainer.Quantisation;

/// <summary>
/// Weight sharing by k-means in one dimension (Deep Compression, section 3.1). The weights are sorted once; then each cluster is a
/// run of them, bounded halfway between neighbouring centroids, and its mean a difference of prefix sums: a step costs
/// O(k log n), with exactly the result of the textbook algorithm.
/// </summary>
internal sealed class KMeans
{
    private const int DefaultMaxIterations = 500;

    private readonly float[] _ascending;
    private readonly double[] _prefixSums;

    private KMeans(float[] ascending)
    {
        _ascending = ascending;
        _prefixSums = new double[ascending.Length + 1];
        for (int i = 0; i < ascending.Length; i++)
        {
            _prefixSums[i + 1] = _prefixSums[i] + ascending[i];
        }
    }

    /// <summary>Shares the weights of a layer that are not zero.</summary>
    /// <param name="weights">The weights; zeros are taken as pruned.</param>
    /// <param name="maxCentroids">The most centroids to use; fewer come out where clusters are empty or values are few.</param>
    /// <param name="initialisation">Where to start.</param>
    /// <param name="seed">What <see cref="CodebookInitialisation.Forgy"/> draws by.</param>
    /// <param name="maxIterations">The most steps; the clusters of real layers settle well before.</param>
    public static Clustering Cluster(
        ReadOnlySpan<float> weights,
        int maxCentroids,
        CodebookInitialisation initialisation,
        int seed = 0,
        int maxIterations = DefaultMaxIterations)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxCentroids);
        float[] ascending = NonZeroAscending(weights);
        float[] distinct = Distinct(ascending);
        if (distinct.Length <= maxCentroids)
        {
            // Every value is its own centroid: nothing is lost, wherever the centroids would have started.
            return new Clustering(distinct, Assign(weights, distinct));
        }

        double[] centroids = InitialCentroids.Choose(initialisation, ascending, maxCentroids, seed);
        var means = new KMeans(ascending);
        int[] ends = means.Iterate(centroids, maxIterations);
        (float[] settled, float[] largestMembers) = means.Occupied(centroids, ends);
        return new Clustering(settled, Assign(weights, largestMembers));
    }

    /// <summary>Moves centroids to the means of their clusters until no cluster changes; returns where the clusters end.</summary>
    private int[] Iterate(double[] centroids, int maxIterations)
    {
        int[] ends = ClusterEnds(centroids);
        for (int i = 0; i < maxIterations; i++)
        {
            MoveToMeans(centroids, ends);
            int[] moved = ClusterEnds(centroids);
            bool settled = moved.AsSpan().SequenceEqual(ends);
            ends = moved;
            if (settled)
            {
                break;
            }
        }

        return ends;
    }

    /// <summary>
    /// The centroids of clusters with members, in single precision, and the largest member of each: clusters are told apart by their
    /// members, since rounding the centroids would move a weight that lies halfway.
    /// </summary>
    private (float[] Centroids, float[] LargestMembers) Occupied(double[] centroids, int[] ends)
    {
        var occupied = new List<float>();
        var largest = new List<float>();
        for (int cluster = 0; cluster < centroids.Length; cluster++)
        {
            if (ends[cluster] == ClusterStart(ends, cluster))
            {
                continue;
            }

            float centroid = (float)centroids[cluster];
            float member = _ascending[ends[cluster] - 1];
            if (occupied.Count > 0 && occupied[^1] == centroid)
            {
                // Two clusters whose means round to one number are one.
                largest[^1] = member;
                continue;
            }

            occupied.Add(centroid);
            largest.Add(member);
        }

        return ([.. occupied], [.. largest]);
    }

    private void MoveToMeans(double[] centroids, int[] ends)
    {
        for (int cluster = 0; cluster < centroids.Length; cluster++)
        {
            int start = ClusterStart(ends, cluster);
            int members = ends[cluster] - start;
            if (members > 0)
            {
                centroids[cluster] = (_prefixSums[ends[cluster]] - _prefixSums[start]) / members;
            }
        }
    }

    /// <summary>One past the last weight of each cluster; a weight halfway between two centroids belongs to the lower.</summary>
    private int[] ClusterEnds(double[] centroids)
    {
        var ends = new int[centroids.Length];
        for (int cluster = 0; cluster < centroids.Length - 1; cluster++)
        {
            ends[cluster] = CountUpTo(_ascending, (centroids[cluster] + centroids[cluster + 1]) / 2);
        }

        ends[^1] = _ascending.Length;
        return ends;
    }

    private static int ClusterStart(int[] ends, int cluster) => cluster == 0 ? 0 : ends[cluster - 1];

    /// <summary>The cluster of each weight, from the largest member of each cluster.</summary>
    private static int[] Assign(ReadOnlySpan<float> weights, float[] largestMembers)
    {
        var assignment = new int[weights.Length];
        for (int i = 0; i < weights.Length; i++)
        {
            assignment[i] = weights[i] == 0 ? Clustering.Pruned : CountBelow(largestMembers, weights[i]);
        }

        return assignment;
    }

    /// <summary>How many of the ascending values are at most <paramref name="limit"/>.</summary>
    private static int CountUpTo(float[] ascending, double limit)
    {
        int low = 0;
        int high = ascending.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = ascending[middle] <= limit ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    /// <summary>How many of the ascending values are below <paramref name="limit"/>.</summary>
    private static int CountBelow(float[] ascending, float limit)
    {
        int found = Array.BinarySearch(ascending, limit);
        return found >= 0 ? found : ~found;
    }

    private static float[] NonZeroAscending(ReadOnlySpan<float> weights)
    {
        var values = new List<float>();
        foreach (float weight in weights)
        {
            if (weight != 0)
            {
                values.Add(weight);
            }
        }

        values.Sort();
        return [.. values];
    }

    private static float[] Distinct(float[] ascending) => [.. ascending.Distinct()];
}
