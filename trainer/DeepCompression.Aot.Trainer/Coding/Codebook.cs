using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Trainer.Coding;

/// <summary>A codebook as it is stored: rounded, ascending, without zero, duplicates or centroids that no weight uses.</summary>
internal sealed class Codebook
{
    private Codebook(float[] centroids, int[] assignment)
    {
        Centroids = centroids;
        Assignment = assignment;
    }

    /// <summary>The centroids.</summary>
    public float[] Centroids { get; }

    /// <summary>The centroid of each weight, −1 for none.</summary>
    public int[] Assignment { get; }

    /// <summary>Brings trained centroids into the stored form; a weight whose centroid rounds to zero becomes a pruned one.</summary>
    /// <exception cref="ArgumentException">An index has no centroid, a number cannot be stored, or too many distinct centroids remain.</exception>
    public static Codebook Normalise(ReadOnlySpan<int> assignment, ReadOnlySpan<float> centroids, NumberFormat format)
    {
        float?[] roundedOfUsed = RoundUsed(assignment, centroids, format);
        float[] kept = [.. roundedOfUsed.OfType<float>().Where(value => value != 0).Distinct().Order()];
        if (kept.Length > CodedTensor.MaxCentroids)
        {
            throw new ArgumentException($"A codebook has {kept.Length} centroids; the format holds {CodedTensor.MaxCentroids}. Use at most 8 bits.");
        }

        int[] newIndex = [.. roundedOfUsed.Select(value => value is float used and not 0 ? Array.BinarySearch(kept, used) : -1)];
        var renumbered = new int[assignment.Length];
        for (int i = 0; i < renumbered.Length; i++)
        {
            renumbered[i] = assignment[i] < 0 ? -1 : newIndex[assignment[i]];
        }

        return new Codebook(kept, renumbered);
    }

    /// <summary>Each centroid rounded, or null where no weight uses it.</summary>
    private static float?[] RoundUsed(ReadOnlySpan<int> assignment, ReadOnlySpan<float> centroids, NumberFormat format)
    {
        var rounded = new float?[centroids.Length];
        foreach (int index in assignment)
        {
            if (index < -1 || index >= centroids.Length)
            {
                throw new ArgumentException($"A weight is assigned to centroid {index} of {centroids.Length}.", nameof(assignment));
            }

            if (index >= 0)
            {
                rounded[index] ??= NumberRounding.Round(centroids[index], format);
            }
        }

        return rounded;
    }
}
