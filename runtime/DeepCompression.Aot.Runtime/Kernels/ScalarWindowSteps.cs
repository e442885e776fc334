namespace DeepCompression.Aot.Runtime;

/// <summary>The sums of a group of rows (<see cref="WindowRows"/>) slot by slot, for processors without AVX-512F.</summary>
internal static class ScalarWindowSteps
{
    /// <summary>Adds up the steps of a group as <see cref="WindowSteps.Sum"/> does, or of rows in pairs as <see cref="PairedWindowSteps.Sum"/>.</summary>
    public static unsafe void Sum(
        uint* steps, ushort* starts, int count, float* x, float* codebook, float* sums, bool paired)
    {
        new Span<float>(sums, 2 * WindowShape.Lanes).Clear();
        int second = paired ? WindowShape.Lanes : 0;
        for (int step = 0; step < count; step++)
        {
            float* window = x + starts[step];
            for (int lane = 0; lane < WindowShape.Lanes; lane++)
            {
                uint word = *steps++;
                int third = (int)(word >> 31) * second;
                sums[lane] += window[word & 31] * codebook[(word >> 5) & 31];
                sums[lane + second] += window[(word >> 16) & 31] * codebook[(word >> 21) & 31];
                sums[lane + third] += window[(word >> 10) & 31] * codebook[(word >> 26) & 31];
            }
        }
    }
}
