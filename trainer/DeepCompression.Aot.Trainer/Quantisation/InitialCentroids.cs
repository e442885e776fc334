namespace DeepCompression.Aot.Trainer.Quantisation;

/// <summary>The three initialisations of the codebook (Deep Compression, section 3.2 and figure 6).</summary>
internal static class InitialCentroids
{
    /// <summary>The initial centroids, ascending.</summary>
    /// <param name="method">The initialisation.</param>
    /// <param name="ascending">The weights, ascending, at least as many as centroids.</param>
    /// <param name="count">The number of centroids, at least one.</param>
    /// <param name="seed">What Forgy draws by; the others do not use it.</param>
    public static double[] Choose(CodebookInitialisation method, ReadOnlySpan<float> ascending, int count, int seed) => method switch
    {
        CodebookInitialisation.Linear => Linear(ascending, count),
        CodebookInitialisation.DensityBased => DensityBased(ascending, count),
        CodebookInitialisation.Forgy => Forgy(ascending, count, seed),
        _ => throw new ArgumentOutOfRangeException(nameof(method), method, "Unknown initialisation."),
    };

    private static double[] Linear(ReadOnlySpan<float> ascending, int count)
    {
        double smallest = ascending[0];
        double range = ascending[^1] - smallest;
        var centroids = new double[count];
        for (int i = 0; i < count; i++)
        {
            centroids[i] = smallest + (range * (count == 1 ? 0.5 : (double)i / (count - 1)));
        }

        return centroids;
    }

    /// <summary>Centroid i is the weight below which (i + ½) / count of all weights lie.</summary>
    private static double[] DensityBased(ReadOnlySpan<float> ascending, int count)
    {
        var centroids = new double[count];
        for (int i = 0; i < count; i++)
        {
            centroids[i] = ascending[(int)(((2L * i) + 1) * ascending.Length / (2L * count))];
        }

        return centroids;
    }

    /// <summary>Draws without replacement, by the first steps of a Fisher–Yates shuffle.</summary>
    private static double[] Forgy(ReadOnlySpan<float> ascending, int count, int seed)
    {
        float[] urn = ascending.ToArray();
        var random = new Random(seed);
        var centroids = new double[count];
        for (int i = 0; i < count; i++)
        {
            int drawn = random.Next(i, urn.Length);
            (urn[i], urn[drawn]) = (urn[drawn], urn[i]);
            centroids[i] = urn[i];
        }

        Array.Sort(centroids);
        return centroids;
    }
}
