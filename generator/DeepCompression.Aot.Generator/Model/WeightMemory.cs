namespace DeepCompression.Aot.Generator.Model;

/// <summary>Where weights are while a network runs: metadata of its <c>CompressedModel</c> item.</summary>
internal enum WeightMemory
{
    /// <summary>Unpacked once, in the form that the fastest kernel wants.</summary>
    Unpacked,

    /// <summary>Nowhere but in the packed constants: decoded in every inference.</summary>
    Streaming,
}
