using System.ComponentModel;

namespace DeepCompression.Aot.Runtime;

/// <summary>
/// The non-zero weights of a convolution in the order in which <see cref="PackedConvolution"/> meets them, and where it finds what
/// they are multiplied with. Built once per process.
/// </summary>
/// <remarks>
/// Input channels are taken in blocks, so that what is packed of them stays in the innermost cache. In each block output channels
/// come in ascending order of their number of taps: the loop over taps then ends where it ended the time before, which the
/// processor predicts. Output channels without taps in a block are left out, so that the channels of a grouped convolution, whose
/// weights are zero for other groups' inputs, cost no more than their own taps.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class PackedTaps
{
    internal PackedTaps(in ConvolutionShape shape, int vectors, int lanes, int blockChannels, PatchGather gather, TapBlock[] blocks)
    {
        Shape = shape;
        Vectors = vectors;
        Gather = gather;
        Blocks = blocks;
        TileLength = vectors * lanes;
        PackedLength = checked(blockChannels * shape.PatchHeight * shape.PatchWidth * TileLength);
    }

    /// <summary>The layer's shape.</summary>
    internal ConvolutionShape Shape { get; }

    /// <summary>Vectors of output elements of a tile.</summary>
    internal int Vectors { get; }

    /// <summary>Output elements of a tile.</summary>
    internal int TileLength { get; }

    /// <summary>Floats that hold the packed planes of a block.</summary>
    internal int PackedLength { get; }

    /// <summary>Where the elements of each vector lie in the input.</summary>
    internal PatchGather Gather { get; }

    /// <summary>The taps, a block of input channels after the other; at least one, maybe without taps.</summary>
    internal TapBlock[] Blocks { get; }

    /// <summary>
    /// Floats of scratch memory a run needs: the packed planes, the sums of a tile where there are several blocks, and what brings
    /// both to a cache line's start.
    /// </summary>
    public int ScratchLength => checked(PackedLength + PartialLength + PackedConvolution.AlignmentSlack);

    private int PartialLength => Blocks.Length == 1 ? 0 : Shape.OutputChannels * Shape.Phases * TileLength;

    /// <summary>Decodes a tensor.</summary>
    /// <param name="tensor">The packed weights.</param>
    /// <param name="codebook">The value of each code: 0 for code 0, then the centroids.</param>
    /// <param name="shape">The layer's shape.</param>
    /// <param name="vectors">Vectors of output elements of a tile.</param>
    /// <param name="lanes">Floats in a vector.</param>
    /// <param name="blockChannels">Input channels of a block.</param>
    /// <exception cref="ArgumentException">The codebook does not have one value more than the tensor has indices.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is not positive, or the tensor has another shape.</exception>
    /// <exception cref="OverflowException">The packed planes would have more than 2³¹ − 1 bytes.</exception>
    /// <exception cref="InvalidOperationException">The stream breaks a rule of the format.</exception>
    public static PackedTaps Unpack(
        in PackedTensor tensor, ReadOnlySpan<float> codebook, in ConvolutionShape shape, int vectors, int lanes, int blockChannels)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(tensor.Rows, shape.OutputChannels, nameof(tensor));
        ArgumentOutOfRangeException.ThrowIfNotEqual(tensor.RowLength, shape.RowLength, nameof(tensor));
        SparseRows<int> rows = SparseRows.Unpack<int>(tensor, codebook, slotsPerStep: 1);
        return new PackedTapsBuilder(shape, vectors, lanes, blockChannels).Build(rows);
    }

    /// <summary>Takes the non-zero weights of a tensor that is stored number by number.</summary>
    /// <param name="rowMajor">The weights (output channels, input channels, window height, window width).</param>
    /// <param name="shape">The layer's shape.</param>
    /// <param name="vectors">Vectors of output elements of a tile.</param>
    /// <param name="lanes">Floats in a vector.</param>
    /// <param name="blockChannels">Input channels of a block.</param>
    /// <exception cref="ArgumentException">There are more or fewer weights than the shape has.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is not positive.</exception>
    /// <exception cref="OverflowException">The packed planes would have more than 2³¹ − 1 bytes.</exception>
    public static PackedTaps FromRows(
        ReadOnlySpan<float> rowMajor, in ConvolutionShape shape, int vectors, int lanes, int blockChannels)
    {
        ThrowHelper.RequireLength(nameof(rowMajor), checked(shape.OutputChannels * shape.RowLength), rowMajor.Length);
        return new PackedTapsBuilder(shape, vectors, lanes, blockChannels).Build(SparseRows.FromRows(rowMajor, shape.RowLength));
    }
}

/// <summary>The taps of a block of input channels.</summary>
/// <param name="taps">The taps, an output channel after the other.</param>
/// <param name="visits">Every output channel that has taps in the block, in their order.</param>
/// <param name="planes">What is packed for them.</param>
internal sealed class TapBlock(Tap[] taps, Visit[] visits, PlaneGroups planes)
{
    public Tap[] Taps { get; } = taps;

    public Visit[] Visits { get; } = visits;

    public PlaneGroups Planes { get; } = planes;
}

/// <summary>Planes by how <see cref="PatchGather"/> packs them.</summary>
/// <param name="pairs">The first of two planes that are packed together, the other being the next one.</param>
/// <param name="whole">Planes that are packed in whole vectors.</param>
/// <param name="rest">Planes that are packed element by element.</param>
internal sealed class PlaneGroups(PackedPlane[] pairs, PackedPlane[] whole, PackedPlane[] rest)
{
    public PackedPlane[] Pairs { get; } = pairs;

    public PackedPlane[] Whole { get; } = whole;

    public PackedPlane[] Rest { get; } = rest;
}

/// <summary>A weight.</summary>
/// <param name="place">Floats from the first packed plane to the one it is multiplied with, for the first phase.</param>
/// <param name="weight">Its value.</param>
internal readonly struct Tap(int place, float weight)
{
    public readonly int Place = place;
    public readonly float Weight = weight;
}

/// <summary>An output channel's turn in a block.</summary>
/// <param name="channel">The output channel.</param>
/// <param name="count">Its taps.</param>
/// <param name="isFirst">Whether the channel has no taps in earlier blocks: its sums begin with the bias.</param>
/// <param name="isLast">Whether it has none in later ones: its outputs are stored.</param>
internal readonly struct Visit(int channel, int count, bool isFirst, bool isLast)
{
    public readonly int Channel = channel;
    public readonly int Count = count;
    public readonly bool IsFirst = isFirst;
    public readonly bool IsLast = isLast;
}

/// <summary>A packed plane: for every output element of a tile, the input at one place of its patch.</summary>
/// <param name="source">Floats from the input's first element to the one for the plane's first.</param>
/// <param name="destination">Floats from the first packed plane to this.</param>
internal readonly struct PackedPlane(int source, int destination)
{
    public readonly int Source = source;
    public readonly int Destination = destination;
}
