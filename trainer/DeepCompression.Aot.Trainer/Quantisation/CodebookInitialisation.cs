namespace DeepCompression.Aot.Trainer.Quantisation;

/// <summary>Where k-means starts (Deep Compression, section 3.2).</summary>
internal enum CodebookInitialisation
{
    /// <summary>Centroids at equal distances from the smallest to the largest weight; keeps the few large weights, and is best in the paper.</summary>
    Linear,

    /// <summary>Centroids at equal steps of the weights' cumulative distribution.</summary>
    DensityBased,

    /// <summary>Centroids at weights drawn at random.</summary>
    Forgy,
}
