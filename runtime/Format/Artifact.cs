namespace DeepCompression.Aot.Format;

/// <summary>Everything an artifact file says, verified.</summary>
/// <param name="Graph">The network.</param>
/// <param name="ValueShapes">The shape of every value of the graph.</param>
/// <param name="Tensors">The stored form of each parameter, by number.</param>
/// <param name="Names">Names of values and parameters.</param>
/// <param name="ActivationScales">Calibrated magnitudes, by ascending value number.</param>
/// <param name="InputContract">What the inputs expect, or null.</param>
/// <param name="Provenance">How the artifact came to be.</param>
internal sealed record Artifact(
    Graph Graph,
    EquatableArray<TensorShape> ValueShapes,
    EquatableArray<Tensor> Tensors,
    GraphNames Names,
    EquatableArray<ActivationScale> ActivationScales,
    InputContract? InputContract,
    EquatableArray<ProvenanceEntry> Provenance)
{
    /// <summary>The first bytes of every artifact: a byte above 127, so that no text file passes, then "DCZ".</summary>
    public static ReadOnlySpan<byte> Magic => [0x89, (byte)'D', (byte)'C', (byte)'Z'];

    /// <summary>The only format version this build reads and writes.</summary>
    public const byte Version = 2;

    /// <summary>The most bytes an artifact has.</summary>
    public const int MaxLength = 1 << 30;

    /// <summary>The file name extension.</summary>
    public const string Extension = ".dcz";
}
