namespace DeepCompression.Aot.Trainer.Quantisation;

/// <summary>The shared weights of a layer (Deep Compression, section 3).</summary>
/// <param name="Centroids">The shared values, strictly ascending.</param>
/// <param name="Assignment">The centroid of each weight, <see cref="Pruned"/> for a weight that is zero.</param>
internal sealed record Clustering(float[] Centroids, int[] Assignment)
{
    /// <summary>Stands in the assignment for a weight that has no centroid.</summary>
    public const int Pruned = -1;

    /// <summary>The centroids that indices of the given width can tell apart: the index 0 of the kernels means "no weight".</summary>
    public static int CentroidLimit(int bits) => (1 << bits) - 1;
}
