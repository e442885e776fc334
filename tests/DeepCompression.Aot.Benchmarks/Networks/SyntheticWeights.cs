using DeepCompression.Aot.Format;
using DeepCompression.Aot.Trainer.Coding;

namespace DeepCompression.Aot.Benchmarks.Networks;

/// <summary>
/// Weights that look pruned and shared without being trained: a random pattern of a given density, and 31 centroids as k-means
/// leaves them at 5 bits, none near zero and magnitudes ever rarer (Deep Compression, figure 6). The time of a kernel depends on
/// pattern and number of weights, not on their values.
/// </summary>
internal static class SyntheticWeights
{
    /// <summary>What a codebook of 5 bits has room for beside the code of the filler.</summary>
    private const int Centroids = 31;

    /// <summary>The share of weights falls to 1/e within this many centroids.</summary>
    private const double Decay = 5;

    /// <summary>Draws a tensor.</summary>
    /// <param name="random">Where from.</param>
    /// <param name="shape">The dense shape, output channels first.</param>
    /// <param name="density">The fraction of weights that are not zero, below 1.</param>
    public static CodedTensor Draw(Random random, TensorShape shape, double density)
    {
        int[] assignment = DrawAssignment(random, checked((int)shape.ElementCount), density);

        // Activations keep their magnitude from layer to layer.
        double scale = 1 / Math.Sqrt(Math.Max(1, shape.RowLength * density));
        float[] centroids = [.. Enumerable.Range(0, Centroids).Select(index => (float)(Half)(Value(index) * scale))];
        return CodedTensorEncoder.Encode(shape, assignment, centroids, NumberFormat.Half, CodingScheme.Paper);
    }

    /// <summary>Sixteen positive values for even indices, fifteen negative ones for odd.</summary>
    private static double Value(int index) => (0.5 + (0.1 * (index / 2))) * (index % 2 == 0 ? 1 : -1);

    /// <summary>The centroid of each weight, −1 for a pruned one; draws gaps, which are far fewer than positions.</summary>
    private static int[] DrawAssignment(Random random, int length, double density)
    {
        var assignment = new int[length];
        Array.Fill(assignment, -1);
        double perGap = 1 / Math.Log(1 - density);
        long next = Gap();
        while (next < length)
        {
            int magnitude = (int)(-Math.Log(1 - random.NextDouble()) * Decay);
            int index = (2 * magnitude) + random.Next(2);
            assignment[next] = index < Centroids ? index : random.Next(Centroids);
            next += 1 + Gap();
        }

        return assignment;

        long Gap() => (long)(Math.Log(1 - random.NextDouble()) * perGap);
    }
}
