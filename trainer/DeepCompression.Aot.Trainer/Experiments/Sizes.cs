using DeepCompression.Aot.Trainer.Reports;

namespace DeepCompression.Aot.Trainer.Experiments;

/// <summary>Bytes of networks that no artifact holds.</summary>
internal static class Sizes
{
    /// <summary>Pruning alone: single-precision weights with gaps of fixed width, and biases.</summary>
    public static double Pruned(IReadOnlyList<LayerReport> layers) => layers.Sum(layer => layer.QuantisedBytes);

    /// <summary>Quantisation alone: an index for every weight and no gaps, the codebooks, the biases.</summary>
    public static double SharedDense(ArtifactReport report) =>
        report.Layers.Sum(layer => Math.Ceiling(layer.Kept * layer.ValueBits / 8) + layer.CodebookBytes + layer.BiasBytes);
}
