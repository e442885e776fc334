using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace DeepCompression.Aot.Runtime;

/// <summary>Makes outputs of a block's products: transforms them back, adds the bias, pools, rectifies.</summary>
internal static unsafe class WinogradOutput
{
    /// <summary>Stores the outputs of some groups of channels of a block.</summary>
    /// <param name="grid">The layer's tiles.</param>
    /// <param name="products">The sums of products (point, group of channels, tile, channel).</param>
    /// <param name="bias">The bias of every channel.</param>
    /// <param name="firstRow">The block's first row of tiles.</param>
    /// <param name="patch">Memory for a patch of a group.</param>
    /// <param name="output">The output's first element.</param>
    /// <param name="relu">Whether outputs are rectified.</param>
    /// <param name="firstGroup">The first group.</param>
    /// <param name="endGroup">The one behind the last.</param>
    public static void Store<TVector, TLanes>(
        in WinogradGrid grid, float* products, float* bias, int firstRow, float* patch, float* output, bool relu, int firstGroup, int endGroup)
        where TVector : struct
        where TLanes : struct, ILanes<TVector>
    {
        // A tile's outputs come before what its columns became: those are used up when outputs are written.
        float* columns = patch + (WinogradGrid.TileSize * WinogradGrid.TileSize * grid.GroupLength);
        products += (nint)firstGroup * grid.BlockTiles * grid.GroupLength;
        bias += (nint)firstGroup * grid.GroupLength;
        for (int group = firstGroup; group < endGroup; group++)
        {
            for (int tile = 0; tile < grid.BlockTiles; tile++)
            {
                for (int vector = 0; vector < grid.GroupLength; vector += TLanes.Count)
                {
                    TransformTile<TVector, TLanes>(products + vector, grid.OutputPointLength, columns, patch + vector, grid.GroupLength);
                    Finish<TVector, TLanes>(patch + vector, grid.GroupLength, TLanes.Load(bias + vector), grid.Shape.Pools, relu);
                }

                (int row, int column) = Math.DivRem(tile, grid.Columns);
                StoreTile(grid, patch, group * grid.GroupLength, firstRow + row, column, output);
                products += grid.GroupLength;
            }

            bias += grid.GroupLength;
        }
    }

    private static void TransformTile<TVector, TLanes>(float* products, nint pointLength, float* columns, float* tile, nint groupLength)
        where TVector : struct
        where TLanes : struct, ILanes<TVector>
    {
        const int Size = WinogradGrid.PatchSize;
        for (int x = 0; x < Size; x++)
        {
            WinogradTransform.Output<TVector, TLanes>(products + (x * pointLength), Size * pointLength, columns + (x * TLanes.Count), Size * TLanes.Count);
        }

        for (int y = 0; y < WinogradGrid.TileSize; y++)
        {
            WinogradTransform.Output<TVector, TLanes>(
                columns + (y * Size * TLanes.Count), TLanes.Count, tile + (y * WinogradGrid.TileSize * groupLength), groupLength);
        }
    }

    /// <summary>Adds the bias, pools and rectifies where the layer does.</summary>
    private static void Finish<TVector, TLanes>(float* tile, nint groupLength, TVector bias, bool pools, bool relu)
        where TVector : struct
        where TLanes : struct, ILanes<TVector>
    {
        const int Size = WinogradGrid.TileSize;
        int count = pools ? Size * Size / 4 : Size * Size;
        for (int i = 0; i < count; i++)
        {
            TVector value = pools
                ? Largest<TVector, TLanes>(tile + (((i / 2 * 2 * Size) + (i % 2 * 2)) * groupLength), groupLength)
                : TLanes.Load(tile + (i * groupLength));
            value = TLanes.Add(value, bias);
            TLanes.Store(relu ? TLanes.Relu(value) : value, tile + (i * groupLength));
        }
    }

    /// <summary>The largest of 2×2 outputs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Largest<TVector, TLanes>(float* first, nint groupLength)
        where TVector : struct
        where TLanes : struct, ILanes<TVector>
    {
        float* below = first + (WinogradGrid.TileSize * groupLength);
        TVector upper = TLanes.Max(TLanes.Load(first), TLanes.Load(first + groupLength));
        return TLanes.Max(upper, TLanes.Max(TLanes.Load(below), TLanes.Load(below + groupLength)));
    }

    /// <summary>Stores a tile of a group of channels, as far as it lies within the planes.</summary>
    private static void StoreTile(in WinogradGrid grid, float* tile, int firstChannel, int tileRow, int tileColumn, float* output)
    {
        ConvolutionShape shape = grid.Shape;
        int size = grid.StoredSize;
        int width = shape.OutputWidth;
        int rows = Math.Min(size, shape.OutputHeight - (tileRow * size));
        int columns = Math.Min(size, width - (tileColumn * size));
        int channels = Math.Min(grid.GroupLength, shape.OutputChannels - firstChannel);
        nint plane = shape.Positions;
        output += (firstChannel * plane) + ((nint)tileRow * size * width) + (tileColumn * size);
        for (int channel = 0; channel < channels; channel += Quad.Size)
        {
            for (int y = 0; y < rows; y++)
            {
                float* source = tile + (y * size * grid.GroupLength) + channel;
                float* next = size == Quad.Size ? source + (2 * grid.GroupLength) : source;
                var (row0, row1, row2, row3) = Quad.Transpose(
                    Vector128.Load(source), Vector128.Load(source + grid.GroupLength), Vector128.Load(next), Vector128.Load(next + grid.GroupLength));
                float* destination = output + (channel * plane) + ((nint)y * width);
                int present = channels - channel;
                StoreRow(row0, destination, columns);
                if (present > 1)
                {
                    StoreRow(row1, destination + plane, columns);
                }

                if (present > 2)
                {
                    StoreRow(row2, destination + (2 * plane), columns);
                }

                if (present > 3)
                {
                    StoreRow(row3, destination + (3 * plane), columns);
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreRow(Vector128<float> row, float* destination, int count)
    {
        if (count == Quad.Size)
        {
            row.Store(destination);
            return;
        }

        for (int i = 0; i < count; i++)
        {
            destination[i] = row[i];
        }
    }
}
