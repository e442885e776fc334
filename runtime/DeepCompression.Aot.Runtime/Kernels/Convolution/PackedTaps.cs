using System.ComponentModel;

namespace DeepCompression.Aot.Runtime;

/// <summary>
/// The non-zero weights of a convolution in the order in which <see cref="PackedConvolution"/> meets them, and where it finds what
/// they are multiplied with. Built once per process, or when the project is built.
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
    private PackedTaps(
        in ConvolutionShape shape, int vectors, int lanes, int blockChannels, FixedNumbers<Tap> taps, FixedNumbers<Visit> visits, BlockTaps[] blocks)
    {
        Shape = shape;
        Vectors = vectors;
        TileLength = vectors * lanes;
        PackedLength = Math.Min(blockChannels, shape.InputChannels) * shape.PatchHeight * shape.PatchWidth * TileLength;
        Gather = new PatchGather(shape, lanes, vectors);
        Taps = taps;
        Visits = visits;
        Blocks = new TapBlock[blocks.Length];
        (int visit, int tap) = (0, 0);
        for (int i = 0; i < blocks.Length; i++)
        {
            Blocks[i] = new TapBlock(tap, visit, blocks[i].EndVisit - visit, Gather.Group(blocks[i].Planes, shape.InputLength));
            (visit, tap) = (blocks[i].EndVisit, blocks[i].EndTap);
        }
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

    /// <summary>The taps, a block of input channels after the other, in each an output channel after the other.</summary>
    internal FixedNumbers<Tap> Taps { get; }

    /// <summary>The output channels that have taps in each block, in their order.</summary>
    internal FixedNumbers<Visit> Visits { get; }

    /// <summary>The blocks of input channels; at least one, maybe without taps.</summary>
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
        using DecodedRows<int> rows = DecodedRows<int>.Of(tensor, codebook);
        using ScratchNumbers<float> values = rows.Values(codebook);
        return Build(shape, vectors, lanes, blockChannels, new RowTaps(rows.Start, rows.Columns, values.Memory));
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
        SparseRows<int> rows = SparseRows.FromRows(rowMajor, shape.RowLength);
        return Build(shape, vectors, lanes, blockChannels, new RowTaps(rows.Start, rows.Columns, rows.Values));
    }

    /// <summary>Takes what was laid out when the project was built.</summary>
    /// <param name="taps">The layer, in constants.</param>
    /// <param name="shape">The layer's shape.</param>
    /// <param name="vectors">Vectors of output elements of a tile.</param>
    /// <param name="lanes">Floats in a vector.</param>
    /// <param name="blockChannels">Input channels of a block.</param>
    /// <exception cref="ArgumentException">The constants contradict each other.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is not positive.</exception>
    /// <exception cref="OverflowException">The packed planes would have more than 2³¹ − 1 bytes.</exception>
    public static PackedTaps Placed(in PlacedTaps taps, in ConvolutionShape shape, int vectors, int lanes, int blockChannels)
    {
        Require(shape, vectors, lanes, blockChannels);
        return new PackedTaps(shape, vectors, lanes, blockChannels, taps.PlacesAndWeights, taps.Turns, taps.ReadBlocks());
    }

    private static PackedTaps Build(in ConvolutionShape shape, int vectors, int lanes, int blockChannels, RowTaps rows)
    {
        Require(shape, vectors, lanes, blockChannels);
        var builder = new PackedTapsBuilder(Places(shape, vectors * lanes, blockChannels), rows);
        FixedNumbers<Tap> taps = FixedNumbers<Tap>.Zeros(rows.Start[^1], out Span<Tap> target);
        BlockTaps[] blocks = builder.Write(target);
        return new PackedTaps(shape, vectors, lanes, blockChannels, taps, FixedNumbers<Visit>.Copy(builder.Visits), blocks);
    }

    /// <summary>Checks that a tile lies within the plane, and that every place is an int.</summary>
    private static void Require(in ConvolutionShape shape, int vectors, int lanes, int blockChannels)
    {
        shape.Require();
        ArgumentOutOfRangeException.ThrowIfLessThan(vectors, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(lanes, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(blockChannels, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(lanes, shape.Positions);
        int planeVectors = (shape.Positions + lanes - 1) / lanes;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(vectors, planeVectors);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(vectors * shape.Phases, PackedConvolution.MaxSums, nameof(vectors));
        _ = checked(Math.Min(blockChannels, shape.InputChannels) * shape.PatchHeight * shape.PatchWidth * vectors * lanes);
    }

    private static TapPlaces Places(in ConvolutionShape shape, int tileLength, int blockChannels) => new(
        shape.InputChannels,
        shape.Height,
        shape.Width,
        shape.OutputChannels,
        shape.WindowHeight * shape.WindowWidth,
        shape.WindowWidth,
        shape.PatchHeight * shape.PatchWidth,
        shape.PatchWidth,
        shape.PhaseAcross,
        shape.PhaseDown,
        tileLength,
        Math.Min(blockChannels, shape.InputChannels));
}

/// <summary>A block of input channels.</summary>
/// <param name="firstTap">The number of its first tap.</param>
/// <param name="firstVisit">The number of its first visit.</param>
/// <param name="visitCount">Its visits.</param>
/// <param name="planes">What is packed for them.</param>
internal sealed class TapBlock(int firstTap, int firstVisit, int visitCount, PlaneGroups planes)
{
    public int FirstTap { get; } = firstTap;

    public int FirstVisit { get; } = firstVisit;

    public int VisitCount { get; } = visitCount;

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
