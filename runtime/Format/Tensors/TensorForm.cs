namespace DeepCompression.Aot.Format;

/// <summary>The stored forms of a parameter, by the bits that stand for each in the artifact.</summary>
internal enum TensorForm
{
    /// <summary>Number by number: <see cref="RawTensor"/>.</summary>
    Raw = 0,

    /// <summary>Runs of equal numbers: <see cref="RunTensor"/>.</summary>
    Runs = 1,

    /// <summary>Shared weights with Huffman codes: <see cref="CodedTensor"/> with a <see cref="HuffmanWeightCode"/>.</summary>
    Huffman = 2,

    /// <summary>Shared weights at fixed width: <see cref="CodedTensor"/> with a <see cref="FixedWeightCode"/>.</summary>
    Fixed = 3,
}

/// <summary>Facts about stored forms.</summary>
internal static class TensorForms
{
    /// <summary>The bits that hold a form.</summary>
    public const int TagBits = 2;
}
