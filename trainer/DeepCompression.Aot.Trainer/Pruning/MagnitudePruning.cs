namespace DeepCompression.Aot.Trainer.Pruning;

/// <summary>Keeps the weights of largest magnitude (Deep Compression, section 2; Han et al. 2015, section 3.1).</summary>
internal static class MagnitudePruning
{
    /// <summary>The mask that keeps exactly <paramref name="count"/> weights; of equal magnitudes the first ones are kept.</summary>
    /// <param name="weights">The weights of one layer.</param>
    /// <param name="count">How many to keep, from none to all.</param>
    public static bool[] Keep(ReadOnlySpan<float> weights, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, weights.Length);
        var keep = new bool[weights.Length];
        if (count == 0)
        {
            return keep;
        }

        var magnitudes = new float[weights.Length];
        for (int i = 0; i < weights.Length; i++)
        {
            magnitudes[i] = MathF.Abs(weights[i]);
        }

        float[] ascending = [.. magnitudes];
        Array.Sort(ascending);
        float smallestKept = ascending[^count];
        int ties = count - CountAbove(ascending, smallestKept);
        for (int i = 0; i < keep.Length; i++)
        {
            keep[i] = magnitudes[i] > smallestKept || (magnitudes[i] == smallestKept && ties-- > 0);
        }

        return keep;
    }

    private static int CountAbove(float[] ascending, float value)
    {
        int count = 0;
        while (count < ascending.Length && ascending[^(count + 1)] > value)
        {
            count++;
        }

        return count;
    }
}
