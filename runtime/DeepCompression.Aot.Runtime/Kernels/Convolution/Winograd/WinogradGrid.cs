namespace DeepCompression.Aot.Runtime;

/// <summary>
/// How the planes of a 3×3 convolution of stride 1 fall into tiles of 4×4 outputs, each from a patch of 6×6 inputs, and what they
/// take of scratch memory. Rows of tiles are computed a block at a time.
/// </summary>
internal readonly struct WinogradGrid
{
    /// <summary>Rows and columns of the window.</summary>
    public const int WindowSize = 3;

    /// <summary>Rows and columns of outputs of a tile.</summary>
    public const int TileSize = 4;

    /// <summary>Rows and columns of inputs under a tile.</summary>
    public const int PatchSize = 6;

    /// <summary>Numbers that a patch, a window or a tile becomes.</summary>
    public const int Points = PatchSize * PatchSize;

    /// <summary>Parts of the scratch memory; each begins with a cache line.</summary>
    private const int Parts = 4;

    /// <summary>Vectors of output channels that are computed together.</summary>
    public const int GroupVectors = 2;

    /// <summary>Plans a layer.</summary>
    /// <param name="shape">The layer's shape.</param>
    /// <param name="lanes">Floats in a vector.</param>
    /// <param name="blockRows">Rows of tiles of a block.</param>
    /// <exception cref="ArgumentOutOfRangeException">The window is not 3×3 or moves by more than 1, rows are shorter than four, or a block is larger than the plane.</exception>
    /// <exception cref="OverflowException">Scratch memory or weights would have more than 2³¹ − 1 elements.</exception>
    public WinogradGrid(in ConvolutionShape shape, int lanes, int blockRows)
    {
        shape.Require();
        ArgumentOutOfRangeException.ThrowIfNotEqual(shape.WindowHeight, WindowSize, nameof(shape));
        ArgumentOutOfRangeException.ThrowIfNotEqual(shape.WindowWidth, WindowSize, nameof(shape));
        ArgumentOutOfRangeException.ThrowIfNotEqual(shape.StrideY, 1, nameof(shape));
        ArgumentOutOfRangeException.ThrowIfNotEqual(shape.StrideX, 1, nameof(shape));
        ArgumentOutOfRangeException.ThrowIfLessThan(shape.Width, Quad.Size, nameof(shape));
        Shape = shape;
        Lanes = lanes;
        BlockRows = blockRows;
        Rows = Ceiling(shape.OutputHeight, StoredSize);
        Columns = Ceiling(shape.OutputWidth, StoredSize);
        InputGroups = Ceiling(shape.InputChannels, lanes);
        OutputGroups = Ceiling(shape.OutputChannels, GroupVectors * lanes);
        ArgumentOutOfRangeException.ThrowIfLessThan(blockRows, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(blockRows, Rows);
        _ = checked(ScratchLength + WeightLength);
    }

    /// <summary>The layer's shape.</summary>
    public ConvolutionShape Shape { get; }

    /// <summary>Floats in a vector.</summary>
    public int Lanes { get; }

    /// <summary>Rows of tiles of a block; the last block begins early enough to end with the plane.</summary>
    public int BlockRows { get; }

    /// <summary>Rows of tiles.</summary>
    public int Rows { get; }

    /// <summary>Tiles in a row.</summary>
    public int Columns { get; }

    /// <summary>Vectors of input channels, the last filled up with zeros.</summary>
    public int InputGroups { get; }

    /// <summary>Groups of two vectors of output channels, the last filled up with zeros.</summary>
    public int OutputGroups { get; }

    /// <summary>Rows and columns of outputs that a tile stores: half as many where the layer pools.</summary>
    public int StoredSize => Shape.Pools ? TileSize / 2 : TileSize;

    /// <summary>Tiles of a block.</summary>
    public int BlockTiles => checked(BlockRows * Columns);

    /// <summary>Output channels of a group.</summary>
    public int GroupLength => GroupVectors * Lanes;

    /// <summary>Input rows under a block.</summary>
    public int PatchRows => checked((BlockRows * TileSize) + PatchSize - TileSize);

    /// <summary>Input columns under a row of tiles.</summary>
    public int PatchColumns => checked((Columns * TileSize) + PatchSize - TileSize);

    /// <summary>Floats of a vector of input channels under a block.</summary>
    public int RowsLength => checked(PatchRows * PatchColumns * Lanes);

    /// <summary>Floats that a tile's group of channels passes through.</summary>
    public int PatchLength => Points * GroupLength;

    /// <summary>Floats from a point of a block's transformed input to the next: (vector of input channels, tile, lane).</summary>
    public int InputPointLength => Apart(checked(InputGroups * Lanes * BlockTiles));

    /// <summary>Floats from a point of a block's products to the next: (group of output channels, tile, channel).</summary>
    public int OutputPointLength => Apart(checked(OutputGroups * GroupLength * BlockTiles));

    /// <summary>Transformed weights of a group for each point: (input channel, output channel of the group).</summary>
    public int PanelLength => checked(InputGroups * Lanes * GroupLength);

    /// <summary>Transformed weights: (point, group of output channels, input channel, output channel of the group).</summary>
    public int WeightLength => checked(Points * OutputGroups * PanelLength);

    /// <summary>Floats of scratch memory that every thread needs for itself: rows and a patch.</summary>
    public int OwnLength => checked(RowsLength + PatchLength + (Parts / 2 * CacheLine.Floats));

    /// <summary>Floats of scratch memory of one thread, with what brings them to a cache line's start.</summary>
    public int ScratchLength => checked(OwnLength + (Points * (InputPointLength + OutputPointLength)) + (Parts / 2 * CacheLine.Floats));

    /// <summary>
    /// A length and a cache line: what is written to all points in turn would otherwise meet in the same few places of the cache.
    /// </summary>
    private static int Apart(int length) => checked(length + CacheLine.Floats);

    private static int Ceiling(int value, int divisor) => (value + divisor - 1) / divisor;
}
