namespace DeepCompression.Aot.Trainer;

/// <summary>The ways to train and compress a reference network.</summary>
public enum TrainingRecipe
{
    /// <summary>The smallest artifacts: learns from distorted copies of the images too, and from a teacher.</summary>
    Best,

    /// <summary>The same methods, from nothing but the images.</summary>
    Plain,

    /// <summary>Deep Compression's own densities and bits (tables 2 and 3).</summary>
    Paper,
}

/// <summary>How a reference network is trained and compressed. Epochs that are not given are those of the recipe.</summary>
public sealed record TrainingOptions
{
    /// <summary>The recipe that the other options change.</summary>
    public TrainingRecipe Recipe { get; init; }

    /// <summary>Seeds initial weights, dropout, shuffling, copies of images and codebooks; equal seeds give equal artifacts. Not negative.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>The weights that all layers together keep, each where it is worth most; by default the recipe's densities.</summary>
    public int? Weights { get; init; }

    /// <summary>Epochs of training the dense network.</summary>
    public int? Epochs { get; init; }

    /// <summary>Epochs over which weights are pruned.</summary>
    public int? PruningEpochs { get; init; }

    /// <summary>Epochs of retraining after the last weight is pruned.</summary>
    public int? RetrainingEpochs { get; init; }

    /// <summary>Epochs of retraining the shared weights.</summary>
    public int? SharingEpochs { get; init; }

    /// <summary>A folder where dense networks are kept, so that the next run with the same data and training need not repeat it; null for none.</summary>
    public string? CacheFolder { get; init; }

    /// <summary>Threads to train on; by default as many as the machine has processors.</summary>
    public int? Threads { get; init; }
}
