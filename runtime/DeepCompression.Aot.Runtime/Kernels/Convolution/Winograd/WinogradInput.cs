using System.Runtime.Intrinsics;

namespace DeepCompression.Aot.Runtime;

/// <summary>Transforms the input under a block of tiles, a vector of input channels after the other.</summary>
internal static unsafe class WinogradInput
{
    /// <summary>Transforms some vectors of channels of a block.</summary>
    /// <param name="grid">The layer's tiles.</param>
    /// <param name="input">The input's first element.</param>
    /// <param name="firstRow">The block's first row of tiles.</param>
    /// <param name="rows">Memory for a vector of channels: (row, column, lane).</param>
    /// <param name="patch">Memory for a patch.</param>
    /// <param name="transformed">Receives (point, vector of channels, tile, lane).</param>
    /// <param name="firstGroup">The first vector of channels.</param>
    /// <param name="endGroup">The one behind the last.</param>
    public static void Transform<TVector, TLanes>(
        in WinogradGrid grid, float* input, int firstRow, float* rows, float* patch, float* transformed, int firstGroup, int endGroup)
        where TVector : struct
        where TLanes : struct, ILanes<TVector>
    {
        // What the block has beyond the input's edges stays zero: no output that is stored needs it.
        new Span<float>(rows, grid.RowsLength).Clear();
        nint rowLength = (nint)grid.PatchColumns * TLanes.Count;
        transformed += (nint)firstGroup * grid.BlockTiles * TLanes.Count;
        for (int group = firstGroup; group < endGroup; group++)
        {
            for (int quad = 0; quad < TLanes.Count; quad += Quad.Size)
            {
                PutChannelsLast(grid, input, firstRow * WinogradGrid.TileSize, (group * TLanes.Count) + quad, rows + quad);
            }

            for (int tileRow = 0; tileRow < grid.BlockRows; tileRow++)
            {
                float* source = rows + (tileRow * WinogradGrid.TileSize * rowLength);
                for (int tile = 0; tile < grid.Columns; tile++)
                {
                    TransformPatch<TVector, TLanes>(source, rowLength, patch, transformed, grid.InputPointLength);
                    source += WinogradGrid.TileSize * TLanes.Count;
                    transformed += TLanes.Count;
                }
            }
        }
    }

    /// <summary>
    /// Copies four channels. Where the layer has fewer, the last one stands in: its weights are zero there.
    /// </summary>
    private static void PutChannelsLast(in WinogradGrid grid, float* input, int firstRow, int channel, float* rows)
    {
        ConvolutionShape shape = grid.Shape;
        int last = shape.InputChannels - 1;
        if (channel > last)
        {
            return;
        }

        nint plane = (nint)shape.Height * shape.Width;
        int width = Math.Min(shape.Width, grid.PatchColumns);
        int height = Math.Min(shape.Height - firstRow, grid.PatchRows);
        nint start = (nint)firstRow * shape.Width;
        float* x0 = input + (channel * plane) + start;
        float* x1 = input + (Math.Min(channel + 1, last) * plane) + start;
        float* x2 = input + (Math.Min(channel + 2, last) * plane) + start;
        float* x3 = input + (Math.Min(channel + 3, last) * plane) + start;
        for (int y = 0; y < height; y++)
        {
            for (int next = 0; next < width; next += Quad.Size)
            {
                // The last four begin early enough to end with the row.
                nint x = Math.Min(next, width - Quad.Size);
                nint place = ((nint)y * shape.Width) + x;
                var (pixel0, pixel1, pixel2, pixel3) = Quad.Transpose(
                    Vector128.Load(x0 + place), Vector128.Load(x1 + place), Vector128.Load(x2 + place), Vector128.Load(x3 + place));
                float* destination = rows + (((y * (nint)grid.PatchColumns) + x) * grid.Lanes);
                pixel0.Store(destination);
                pixel1.Store(destination + grid.Lanes);
                pixel2.Store(destination + (2 * grid.Lanes));
                pixel3.Store(destination + (3 * grid.Lanes));
            }
        }
    }

    private static void TransformPatch<TVector, TLanes>(float* source, nint rowLength, float* patch, float* destination, nint pointLength)
        where TVector : struct
        where TLanes : struct, ILanes<TVector>
    {
        const int Size = WinogradGrid.PatchSize;
        for (int x = 0; x < Size; x++)
        {
            WinogradTransform.Input<TVector, TLanes>(source + (x * TLanes.Count), rowLength, patch + (x * TLanes.Count), Size * TLanes.Count);
        }

        for (int y = 0; y < Size; y++)
        {
            WinogradTransform.Input<TVector, TLanes>(patch + (y * Size * TLanes.Count), TLanes.Count, destination + (y * Size * pointLength), pointLength);
        }
    }
}
