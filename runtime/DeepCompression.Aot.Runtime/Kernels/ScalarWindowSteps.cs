namespace DeepCompression.Aot.Runtime;

/// <summary>The sums of a group of sixteen rows (<see cref="WindowRows"/>) slot by slot, for processors without AVX-512F.</summary>
internal readonly struct ScalarWindowSteps : IWindowSteps
{
    public static int GroupRows => WindowShape.Lanes;

    public static int WordsPerStep => WindowShape.Lanes;

    public static unsafe void Sum(uint* words, ushort* starts, int count, float* x, float* codebook, float* sums, nint ahead) =>
        Sum(words, starts, count, x, codebook, sums, paired: false);

    /// <summary>Adds up the steps of a group, its rows in pairs or not.</summary>
    public static unsafe void Sum(
        uint* words, ushort* starts, int count, float* x, float* codebook, float* sums, bool paired)
    {
        int second = paired ? WindowShape.Lanes : 0;
        new Span<float>(sums, second + WindowShape.Lanes).Clear();
        for (int step = 0; step < count; step++)
        {
            float* window = x + starts[step];
            for (int lane = 0; lane < WindowShape.Lanes; lane++)
            {
                uint word = *words++;
                int third = (int)(word >> 31) * second;
                sums[lane] += window[word & 31] * codebook[(word >> 5) & 31];
                sums[lane + second] += window[(word >> 16) & 31] * codebook[(word >> 21) & 31];
                sums[lane + third] += window[(word >> 10) & 31] * codebook[(word >> 26) & 31];
            }
        }
    }
}

/// <summary>The same for a group of thirty-two rows in pairs.</summary>
internal readonly struct ScalarPairedWindowSteps : IWindowSteps
{
    public static int GroupRows => 2 * WindowShape.Lanes;

    public static int WordsPerStep => WindowShape.Lanes;

    public static unsafe void Sum(uint* words, ushort* starts, int count, float* x, float* codebook, float* sums, nint ahead) =>
        ScalarWindowSteps.Sum(words, starts, count, x, codebook, sums, paired: true);
}
