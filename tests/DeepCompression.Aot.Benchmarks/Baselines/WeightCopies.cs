namespace DeepCompression.Aot.Benchmarks.Baselines;

/// <summary>
/// How many copies of its dense weights a baseline takes in turn. Third-level caches of ordinary processors hold 8 to 64 MB, so that
/// dense weights of more come from memory in every run. On a server whose cache holds hundreds, shared with other virtual machines, one
/// copy is read from the cache or from memory as chance has it; copies that exceed the cache together come from memory there as well.
/// </summary>
internal static class WeightCopies
{
    /// <summary>Weights that an ordinary third level does not hold.</summary>
    private const long LargeBytes = 32L << 20;

    /// <summary>How many times the cache's size all copies have: it does not always drop what was read longest ago.</summary>
    private const int CacheSizes = 2;

    /// <summary>All copies together, unless two exceed it.</summary>
    private const long MaxBytes = 2L << 30;

    /// <summary>The copies: one where weights are small, or larger than what a cache of this size holds anyway.</summary>
    /// <param name="denseBytes">Bytes of the dense weights.</param>
    /// <param name="cacheBytes">Bytes of the third-level cache.</param>
    /// <param name="behindLargeOnes">
    /// Whether the network reads large weights before these, so that they come from memory in every inference, however small they are.
    /// </param>
    public static int Count(long denseBytes, long cacheBytes, bool behindLargeOnes)
    {
        if (denseBytes <= LargeBytes && !behindLargeOnes)
        {
            return 1;
        }

        long together = Math.Min(CacheSizes * cacheBytes, MaxBytes);
        return (int)((together + denseBytes - 1) / denseBytes);
    }
}
