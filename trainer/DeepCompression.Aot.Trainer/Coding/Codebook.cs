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

    /// <summary>How often each centroid is used.</summary>
    public long[] Counts()
    {
        var counts = new long[Centroids.Length];
        foreach (int index in Assignment)
        {
            if (index >= 0)
            {
                counts[index]++;
            }
        }

        return counts;
    }

    /// <summary>Brings trained centroids into the stored form; a weight whose centroid rounds to zero becomes a pruned one.</summary>
    /// <exception cref="ArgumentException">An index has no centroid, a number cannot be stored, or too many distinct centroids remain.</exception>
    public static Codebook Normalise(ReadOnlySpan<int> assignment, ReadOnlySpan<float> centroids, NumberFormat format)
    {
        bool[] isUsed = FindUsed(assignment, centroids.Length);
        float[] used = [.. centroids.ToArray().Where((_, index) => isUsed[index])];
        var rounded = new Queue<float>(NumberRounding.Round(used, format));
        float[] roundedOfUsed = [.. isUsed.Select(use => use ? rounded.Dequeue() : 0)];
        float[] kept = [.. roundedOfUsed.Where(value => value != 0).Distinct().Order()];
        if (kept.Length > CodedTensor.MaxCentroids)
        {
            throw new ArgumentException($"A codebook has {kept.Length} centroids; the format holds {CodedTensor.MaxCentroids}. Use at most 8 bits.");
        }

        int[] newIndex = [.. roundedOfUsed.Select(value => value == 0 ? -1 : Array.BinarySearch(kept, value))];
        var renumbered = new int[assignment.Length];
        for (int i = 0; i < renumbered.Length; i++)
        {
            renumbered[i] = assignment[i] < 0 ? -1 : newIndex[assignment[i]];
        }

        return new Codebook(kept, renumbered);
    }

    /// <summary>Which centroids any weight uses.</summary>
    private static bool[] FindUsed(ReadOnlySpan<int> assignment, int centroids)
    {
        var isUsed = new bool[centroids];
        foreach (int index in assignment)
        {
            if (index < -1 || index >= centroids)
            {
                throw new ArgumentException($"A weight is assigned to centroid {index} of {centroids}.", nameof(assignment));
            }

            if (index >= 0)
            {
                isUsed[index] = true;
            }
        }

        return isUsed;
    }
}
