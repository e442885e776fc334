using System.ComponentModel;

namespace DeepCompression.Aot.Runtime;

/// <summary>
/// The weights of a convolution, zeros included, as <see cref="PanelConvolution"/> meets them, with the bias, and where it finds what
/// they are multiplied with. Built once per process.
/// </summary>
/// <remarks>
/// A few output channels make a panel, in which the weights of a tap lie side by side; zeros fill up the last one. Taps, which are
/// numbered as a row of the weight tensor has them, are taken in blocks, so that what they meet stays in the innermost cache.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class WeightPanels
{
    private readonly AlignedArray _values;
    private readonly AlignedArray _bias;
    private readonly PlaneGroups[] _planes;

    private WeightPanels(ReadOnlySpan<float> rowMajor, ReadOnlySpan<float> bias, in ConvolutionShape shape, in PanelSizes sizes)
    {
        ThrowHelper.RequireLength(nameof(rowMajor), checked(shape.OutputChannels * shape.RowLength), rowMajor.Length);
        if (!bias.IsEmpty)
        {
            ThrowHelper.RequireLength(nameof(bias), shape.OutputChannels, bias.Length);
        }

        Shape = Flattened(shape);
        sizes.Require(Shape);
        Sizes = sizes with { BlockTaps = Math.Min(sizes.BlockTaps, shape.RowLength) };
        Panels = (shape.OutputChannels + sizes.Rows - 1) / sizes.Rows;
        _values = AlignedArray.Zeros(checked(Panels * sizes.Rows * shape.RowLength));
        _bias = AlignedArray.Zeros(Panels * sizes.Rows);
        bias.CopyTo(_bias.Floats);
        Arrange(rowMajor);
        Blocks = (shape.RowLength + Sizes.BlockTaps - 1) / Sizes.BlockTaps;
        Places = new PanelPlaces(Shape, Sizes);
        if (sizes.InPlace)
        {
            _planes = [];
            return;
        }

        Gather = new PatchGather(Shape, sizes.Lanes, sizes.Vectors);
        _planes = new PlaneGroups[Blocks];
        for (int block = 0; block < Blocks; block++)
        {
            _planes[block] = Gather.Group(Planes(block), Shape.InputLength);
        }
    }

    /// <summary>The layer's shape.</summary>
    internal ConvolutionShape Shape { get; }

    /// <summary>How the layer is cut into tiles, panels and blocks.</summary>
    internal PanelSizes Sizes { get; }

    /// <summary>Panels of output channels.</summary>
    internal int Panels { get; }

    /// <summary>Blocks of taps.</summary>
    internal int Blocks { get; }

    /// <summary>Where the elements of each vector lie in the input; null where they are read in place.</summary>
    private PatchGather? Gather { get; }

    /// <summary>The places of what taps and vectors meet, and of outputs.</summary>
    internal PanelPlaces Places { get; }

    /// <summary>The weights (block, panel, tap of the block, channel of the panel).</summary>
    internal unsafe float* Values => (float*)_values.First;

    /// <summary>A number for every output channel and those that fill up the last panel.</summary>
    internal unsafe float* Bias => (float*)_bias.First;

    /// <summary>Floats that hold what the taps of a block meet; none where that is read in place.</summary>
    internal int PackedLength => Sizes.InPlace ? 0 : checked(Sizes.BlockTaps * Sizes.TileLength);

    /// <summary>Floats that hold the sums of a panel between two blocks.</summary>
    internal int PanelSums => Sizes.Rows * Sizes.TileLength;

    /// <summary>
    /// Floats of scratch memory a run needs: what the taps of a block meet, the sums of a tile where there are several blocks, and
    /// what brings both to a cache line's start.
    /// </summary>
    public int ScratchLength =>
        checked(PackedLength + (Blocks == 1 ? 0 : Panels * PanelSums) + PanelConvolution.AlignmentSlack);

    /// <summary>Decodes a tensor.</summary>
    /// <param name="tensor">The packed weights.</param>
    /// <param name="codebook">The value of each code: 0 for code 0, then the centroids.</param>
    /// <param name="bias">A number for each output channel, or none.</param>
    /// <param name="shape">The layer's shape, which does not pool.</param>
    /// <param name="sizes">How it is cut.</param>
    /// <exception cref="ArgumentException">The codebook or the bias has the wrong length.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The tensor, the shape or a size does not fit.</exception>
    /// <exception cref="OverflowException">The weights or the scratch memory would have more than 2³¹ − 1 elements.</exception>
    /// <exception cref="InvalidOperationException">The stream breaks a rule of the format.</exception>
    public static WeightPanels Unpack(
        in PackedTensor tensor, ReadOnlySpan<float> codebook, ReadOnlySpan<float> bias, in ConvolutionShape shape, in PanelSizes sizes)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(tensor.Rows, shape.OutputChannels, nameof(tensor));
        ArgumentOutOfRangeException.ThrowIfNotEqual(tensor.RowLength, shape.RowLength, nameof(tensor));
        using ScratchNumbers<float> dense = DenseRows.UnpackScratch(tensor, codebook);
        return new(dense.GetSpan(), bias, shape, sizes);
    }

    /// <summary>Takes a tensor that is stored number by number.</summary>
    /// <param name="rowMajor">The weights (output channels, input channels, window height, window width).</param>
    /// <param name="bias">A number for each output channel, or none.</param>
    /// <param name="shape">The layer's shape, which does not pool.</param>
    /// <param name="sizes">How it is cut.</param>
    /// <exception cref="ArgumentException">There are more or fewer weights than the shape has, or the bias has the wrong length.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The shape or a size does not fit.</exception>
    /// <exception cref="OverflowException">The weights or the scratch memory would have more than 2³¹ − 1 elements.</exception>
    public static WeightPanels FromRows(
        ReadOnlySpan<float> rowMajor, ReadOnlySpan<float> bias, in ConvolutionShape shape, in PanelSizes sizes) =>
        new(rowMajor, bias, shape, sizes);

    /// <summary>Taps of a block: all blocks but the last have as many.</summary>
    internal int Taps(int block) => Math.Min(Sizes.BlockTaps, Shape.RowLength - (block * Sizes.BlockTaps));

    /// <summary>Packs what the taps of a block meet under a tile.</summary>
    /// <param name="input">The input's first element.</param>
    /// <param name="block">The block.</param>
    /// <param name="packed">Receives it (tap, element of the tile).</param>
    /// <param name="firstVector">The tile's first vector in the output plane.</param>
    internal unsafe void Pack(float* input, int block, float* packed, int firstVector) =>
        Gather!.Pack(input, _planes[block], packed, firstVector);

    private void Arrange(ReadOnlySpan<float> rowMajor)
    {
        Span<float> values = _values.Floats;
        int rows = Sizes.Rows;
        int rowLength = Shape.RowLength;
        int place = 0;
        for (int firstTap = 0; firstTap < rowLength; firstTap += Sizes.BlockTaps)
        {
            int taps = Math.Min(Sizes.BlockTaps, rowLength - firstTap);
            for (int firstRow = 0; firstRow < Panels * rows; firstRow += rows)
            {
                int present = Math.Min(rows, Shape.OutputChannels - firstRow);
                for (int tap = firstTap; tap < firstTap + taps; tap++)
                {
                    for (int row = 0; row < present; row++)
                    {
                        values[place + row] = rowMajor[((firstRow + row) * rowLength) + tap];
                    }

                    place += rows;
                }
            }
        }
    }

    /// <summary>Where what the taps of a block meet comes from and goes to.</summary>
    private PackedPlane[] Planes(int block)
    {
        var planes = new PackedPlane[Taps(block)];
        for (int i = 0; i < planes.Length; i++)
        {
            planes[i] = new PackedPlane(Shape.Place((block * Sizes.BlockTaps) + i), i * Sizes.TileLength);
        }

        return planes;
    }

    /// <summary>Without a window and strides, rows need not be told apart: vectors reach from one into the next.</summary>
    private static ConvolutionShape Flattened(in ConvolutionShape shape) =>
        PanelSizes.IsPointwise(shape) ? shape with { Height = 1, Width = checked(shape.Height * shape.Width) } : shape;
}
