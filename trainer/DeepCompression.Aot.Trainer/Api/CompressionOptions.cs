using DeepCompression.Aot.Trainer.Data;

namespace DeepCompression.Aot.Trainer;

/// <summary>
/// How a network that was trained elsewhere is pruned and its weights are shared (Deep Compression, sections 2 and 3) without training it
/// again. Layers are named as <see cref="OnnxNetwork.Layers"/> names them.
/// </summary>
public sealed record CompressionOptions
{
    /// <summary>Bits of a codebook index, 1 to 8: each layer's weights share at most 2^bits − 1 values. 8 change hardly any network.</summary>
    public int Bits { get; init; } = 8;

    /// <summary>Bits of single layers, by name, in place of <see cref="Bits"/>.</summary>
    public IReadOnlyDictionary<string, int> LayerBits { get; init; } = new Dictionary<string, int>();

    /// <summary>The fraction of all weights to keep, above 0 and at most 1: the largest by magnitude, shared out between the layers.</summary>
    public double Density { get; init; } = 1;

    /// <summary>The fraction to keep of single layers, by name.</summary>
    public IReadOnlyDictionary<string, double> LayerDensities { get; init; } = new Dictionary<string, double>();

    /// <summary>Layers whose weights stay exactly as they are, by name.</summary>
    public IReadOnlyCollection<string> Keep { get; init; } = [];

    /// <summary>Whether the weights of all layers stay exactly as they are.</summary>
    public bool KeepAll { get; init; }

    /// <summary>
    /// Samples to calibrate on, with or without labels; a few hundred are enough. They choose what a target leaves open, and the
    /// magnitudes that activations reach on them are stored for 8-bit arithmetic. Null compresses by the weights alone.
    /// </summary>
    public Dataset? Samples { get; init; }

    /// <summary>With no other target: choose densities so that the file is at least this many times smaller than the dense network.</summary>
    public double? TargetRatio { get; init; }

    /// <summary>
    /// With no other target, needs <see cref="Samples"/>: choose densities and bits so that the outputs change by at most this many
    /// percent, root mean square, above 0 and at most 100.
    /// </summary>
    public double? TargetChangePercent { get; init; }

    /// <summary>The name of each class, in the order of the first output, for the artifact; by default those of <see cref="Samples"/>.</summary>
    public IReadOnlyList<string>? Labels { get; init; }

    /// <summary>Threads to run the network on; by default as many as the machine has processors.</summary>
    public int? Threads { get; init; }
}
