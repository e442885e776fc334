using System.Globalization;
using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Trainer.DataFree;

/// <summary>What the artifact of an imported network says besides the network.</summary>
/// <param name="Source">The model's file name.</param>
/// <param name="Recipe">How it was compressed, in a few words.</param>
internal sealed record ImportRecord(string Source, string Recipe)
{
    /// <summary>What its input expects, or null where that is not known.</summary>
    public InputContract? Contract { get; init; }

    /// <summary>The magnitudes that calibration saw, if there was any.</summary>
    public EquatableArray<ActivationScale> ActivationScales { get; init; }

    /// <summary>The data that it was calibrated or retrained on, or null.</summary>
    public string? Data { get; init; }

    /// <summary>The entries of the artifact.</summary>
    public EquatableArray<ProvenanceEntry> Provenance => new([
        .. Data is null ? Array.Empty<ProvenanceEntry>() : [new("data", Data)],
        new(Data is null ? "data" : "model", Source),
        new("recipe", Recipe),
        new("deepc", typeof(ImportRecord).Assembly.GetName().Version!.ToString(3)),
    ]);

    /// <summary>Settings in a few words.</summary>
    public static string Describe(CompressionSettings settings) => settings.Keep is { Common: true }
        ? "imported without loss"
        : string.Create(CultureInfo.InvariantCulture, $"imported, {settings.Bits.Common} bits, density {settings.Density.Common:0.####}");
}
