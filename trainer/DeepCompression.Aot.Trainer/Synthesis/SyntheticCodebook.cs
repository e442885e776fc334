using DeepCompression.Aot.Trainer.Coding;
using DeepCompression.Aot.Trainer.Data;

namespace DeepCompression.Aot.Trainer.Synthesis;

/// <summary>
/// A codebook as k-means leaves one at a number of bits, and how often each centroid is taken: none near zero, where weights were
/// pruned, and ever rarer towards the ends, as fast as makes the mean codeword of a published length (Deep Compression, figure 6).
/// </summary>
internal sealed class SyntheticCodebook
{
    /// <summary>The smallest magnitude that survived pruning, over the largest.</summary>
    private const float Threshold = 0.12f;

    /// <summary>How far a centroid may lie from the middle of its share, in shares.</summary>
    private const float Jitter = 0.3f;

    /// <summary>The counts that stand for probabilities add up to about this.</summary>
    private const double CountScale = 1 << 24;

    private const int BisectionSteps = 40;

    private readonly float[] _cumulative;

    /// <summary>A codebook of 2^bits − 1 centroids.</summary>
    /// <param name="random">Where the centroids' places come from.</param>
    /// <param name="bits">The bits of an index.</param>
    /// <param name="codedBits">The mean bits that an index shall have in Huffman code.</param>
    public SyntheticCodebook(ref SplitMix64 random, int bits, double codedBits)
    {
        int count = (1 << bits) - 1;
        int perSign = (count + 1) / 2;
        Centroids = new float[count];
        for (int i = 0; i < count; i++)
        {
            float place = ((i / 2) + 0.5f + random.Between(-Jitter, Jitter)) / perSign;
            Centroids[i] = (Threshold + ((1 - Threshold) * place)) * (i % 2 == 0 ? 1 : -1);
        }

        double[] probabilities = Find(count, codedBits);
        _cumulative = new float[count];
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < count; i++)
        {
            sum += probabilities[i];
            squares += probabilities[i] * Centroids[i] * Centroids[i];
            _cumulative[i] = (float)sum;
        }

        RootMeanSquare = Math.Sqrt(squares);
    }

    /// <summary>The centroids, between −1 and 1, positive and negative in turn, the smallest magnitudes first.</summary>
    public float[] Centroids { get; }

    /// <summary>The root mean square of weights that are drawn.</summary>
    public double RootMeanSquare { get; }

    /// <summary>Draws the index of a weight.</summary>
    public int Draw(ref SplitMix64 random)
    {
        int found = Array.BinarySearch(_cumulative, random.Unit());
        return Math.Min(found < 0 ? ~found : found + 1, _cumulative.Length - 1);
    }

    /// <summary>The probabilities, falling by a constant factor from magnitude to magnitude, whose code has the given mean length.</summary>
    private static double[] Find(int count, double codedBits)
    {
        (double fast, double slow) = (0.1, 4.0 * count);
        for (int step = 0; step < BisectionSteps; step++)
        {
            double decay = Math.Sqrt(fast * slow);
            (fast, slow) = CodedBits(Probabilities(count, decay)) < codedBits ? (decay, slow) : (fast, decay);
        }

        return Probabilities(count, fast);
    }

    /// <summary>The share falls to 1/e within <paramref name="decay"/> magnitudes.</summary>
    private static double[] Probabilities(int count, double decay)
    {
        double[] shares = [.. Enumerable.Range(0, count).Select(i => Math.Exp(-(i / 2) / decay))];
        double all = shares.Sum();
        return [.. shares.Select(share => share / all)];
    }

    private static double CodedBits(double[] probabilities)
    {
        long[] counts = [.. probabilities.Select(probability => 1 + (long)(probability * CountScale))];
        return HuffmanCode.TotalBits(counts, HuffmanCode.Lengths(counts)) / (double)counts.Sum();
    }
}
