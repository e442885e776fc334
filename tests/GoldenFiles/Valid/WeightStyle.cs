using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.GoldenFiles.Valid;

/// <summary>How the weights of a layer are drawn and stored.</summary>
/// <param name="Density">The fraction of weights that are not zero.</param>
/// <param name="Centroids">The size of the codebook.</param>
/// <param name="Format">How numbers are stored.</param>
/// <param name="GapBits">The bits of a gap at fixed width, or null for Huffman codes.</param>
/// <param name="DeadColumns">The first columns, which have no weights.</param>
/// <param name="IsRaw">Whether the tensor is stored number by number, without a codebook.</param>
/// <param name="IsSplit">Whether each weight has a number of its own, in two parts.</param>
internal sealed record WeightStyle(
    double Density = 0.3, int Centroids = 15, NumberFormat Format = NumberFormat.Half, int? GapBits = null, int DeadColumns = 0, bool IsRaw = false,
    bool IsSplit = false);

/// <summary>How the bias of a layer is stored.</summary>
internal enum BiasStyle
{
    None,
    Single,
    Half,
    Tiny,

    /// <summary>Few values in ascending order, which are stored in runs.</summary>
    Ascending,

    /// <summary>Few values in no order, which are stored with a codebook.</summary>
    Shared,

    /// <summary>In single precision, each number in two parts.</summary>
    Split,
}
