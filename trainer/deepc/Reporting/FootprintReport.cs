using DeepCompression.Aot.Verification.Footprints;

namespace DeepCompression.Aot.CommandLine.Reporting;

/// <summary>What <c>deepc footprint</c> reports; a network that does not run on the core is an error instead.</summary>
/// <param name="File">The artifact.</param>
/// <param name="Mcu">The core.</param>
/// <param name="Arithmetic">What the network computes with: float32 or int8.</param>
/// <param name="Flash">What the library adds to an image, in bytes; a firmware's own code is not in it.</param>
/// <param name="Ram">What a run needs, in bytes.</param>
/// <param name="Layers">Flash, layer by layer.</param>
internal sealed record FootprintReport(string File, string Mcu, string Arithmetic, FlashReport Flash, RamFootprint Ram, IReadOnlyList<LayerFootprint> Layers)
{
    public static FootprintReport Of(string file, string mcu, string arithmetic, Footprint footprint) => new(
        file, mcu, arithmetic,
        new FlashReport(footprint.Weights, footprint.Tables, footprint.Code, footprint.SharedCode, footprint.Flash), footprint.Ram, footprint.Layers);

    /// <summary>All of it in one line.</summary>
    public string Summary() => FormattableString.Invariant(
        $"{File} runs on {Mcu} with {Arithmetic}: {Flash.Total:N0} bytes of flash (within 5 %), {Ram.Total:N0} bytes of RAM");
}

/// <summary>Bytes of flash.</summary>
/// <param name="Weights">Packed weights and biases: exact.</param>
/// <param name="Tables">Decoder tables: exact.</param>
/// <param name="Code">Code: an estimate.</param>
/// <param name="SharedCode">The part of it that all layers share.</param>
/// <param name="Total">All together.</param>
internal sealed record FlashReport(int Weights, int Tables, int Code, int SharedCode, int Total);
