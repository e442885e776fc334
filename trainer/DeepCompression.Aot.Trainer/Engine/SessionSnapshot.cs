namespace DeepCompression.Aot.Trainer.Engine;

/// <summary>The parameters of a session with their masks and codebooks, by number; not the optimiser's state.</summary>
internal sealed record SessionSnapshot(IReadOnlyList<ParameterSnapshot> Parameters);

/// <summary>One parameter at a moment of training.</summary>
/// <param name="Values">The values.</param>
/// <param name="Keep">Its mask, or null.</param>
/// <param name="Frozen">The weights that are held where they are, or null.</param>
/// <param name="Assignment">The centroid of each weight, −1 for a pruned one, or null without a codebook.</param>
/// <param name="Centroids">The centroids, or null.</param>
internal sealed record ParameterSnapshot(float[] Values, bool[]? Keep, bool[]? Frozen, int[]? Assignment, float[]? Centroids);
