using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace DeepCompression.Aot.Runtime;

/// <summary>
/// The products of a point: transformed weights times transformed inputs, summed over input channels. The sums of a few tiles and two
/// vectors of output channels stay in registers; each input is a broadcast that meets two vectors of weights.
/// </summary>
internal static unsafe class WinogradProduct<TVector, TLanes, TTile>
    where TVector : struct
    where TLanes : struct, ILanes<TVector>
    where TTile : struct, IWinogradTile
{
    /// <summary>
    /// Input channels whose weights stay in the innermost cache while every tile meets them. What memory delivers meanwhile are the
    /// weights that follow: they are asked for ahead.
    /// </summary>
    private const int BlockChannels = 64;

    /// <summary>Computes all products of a block of tiles at some points.</summary>
    /// <param name="grid">The layer's tiles.</param>
    /// <param name="weights">The transformed weights.</param>
    /// <param name="transformed">The transformed input.</param>
    /// <param name="products">Receives (point, group of output channels, tile, channel).</param>
    /// <param name="firstPoint">The first point.</param>
    /// <param name="endPoint">The one behind the last.</param>
    public static void Multiply(in WinogradGrid grid, float* weights, float* transformed, float* products, int firstPoint, int endPoint)
    {
        int tiles = grid.BlockTiles;
        int blockGroups = BlockChannels / TLanes.Count;
        weights += (nint)firstPoint * grid.OutputGroups * grid.PanelLength;
        products += (nint)firstPoint * grid.OutputPointLength;
        transformed += (nint)firstPoint * grid.InputPointLength;
        for (int point = firstPoint; point < endPoint; point++)
        {
            float* sums = products;
            for (int group = 0; group < grid.OutputGroups; group++)
            {
                for (int first = 0; first < grid.InputGroups; first += blockGroups)
                {
                    int count = Math.Min(blockGroups, grid.InputGroups - first);
                    MultiplyBlock(weights, transformed + ((nint)first * tiles * TLanes.Count), count, tiles, sums, isFirst: first == 0);
                    weights += count * TLanes.Count * grid.GroupLength;
                }

                sums += tiles * grid.GroupLength;
            }

            products += grid.OutputPointLength;
            transformed += grid.InputPointLength;
        }
    }

    /// <summary>Adds the products of a few vectors of input channels to the sums of all tiles.</summary>
    private static void MultiplyBlock(float* weights, float* input, int inputGroups, int tiles, float* products, bool isFirst)
    {
        int channels = inputGroups * TLanes.Count;
        nint length = channels * WinogradGrid.GroupVectors * TLanes.Count;
        float* ahead = weights + length;
        int done = 0;
        while (done < tiles)
        {
            // The last tiles begin early enough to end with the block; what they share with those before is not added twice.
            int first = Math.Min(done, tiles - TTile.Tiles);
            MultiplyTiles(
                weights, ahead, input + (first * TLanes.Count), inputGroups, tiles * TLanes.Count,
                products + (first * WinogradGrid.GroupVectors * TLanes.Count), isFirst, done - first);

            // One line with every channel: the first tiles have asked for all of the next block.
            ahead += channels * CacheLine.Floats;
            ahead = ahead < weights + (2 * length) ? ahead : weights;
            done = first + TTile.Tiles;
        }
    }

    private static void MultiplyTiles(
        float* weights, float* ahead, float* input, int groups, nint groupLength, float* products, bool isFirst, int skipped)
    {
        TVector left0, left1, left2, left3, left4, left5, left6, left7, left8, left9, left10, left11;
        TVector right0, right1, right2, right3, right4, right5, right6, right7, right8, right9, right10, right11;
        if (isFirst)
        {
            left0 = left1 = left2 = left3 = left4 = left5 = left6 = left7 = left8 = left9 = left10 = left11 = default;
            right0 = right1 = right2 = right3 = right4 = right5 = right6 = right7 = right8 = right9 = right10 = right11 = default;
        }
        else
        {
            left0 = Load(0, 0, products);
            left1 = Load(1, 0, products);
            left2 = Load(2, 0, products);
            left3 = Load(3, 0, products);
            left4 = Load(4, 0, products);
            left5 = Load(5, 0, products);
            left6 = Load(6, 0, products);
            left7 = Load(7, 0, products);
            left8 = Load(8, 0, products);
            left9 = Load(9, 0, products);
            left10 = Load(10, 0, products);
            left11 = Load(11, 0, products);
            right0 = Load(0, 1, products);
            right1 = Load(1, 1, products);
            right2 = Load(2, 1, products);
            right3 = Load(3, 1, products);
            right4 = Load(4, 1, products);
            right5 = Load(5, 1, products);
            right6 = Load(6, 1, products);
            right7 = Load(7, 1, products);
            right8 = Load(8, 1, products);
            right9 = Load(9, 1, products);
            right10 = Load(10, 1, products);
            right11 = Load(11, 1, products);
        }

        for (int group = 0; group < groups; group++)
        {
            for (float* end = input + TLanes.Count; input < end; input++)
            {
                if (Sse.IsSupported)
                {
                    Sse.Prefetch0(ahead);
                }

                TVector left = TLanes.Load(weights);
                TVector right = TLanes.Load(weights + TLanes.Count);
                weights += WinogradGrid.GroupVectors * TLanes.Count;
                ahead += CacheLine.Floats;
                TVector x0 = Broadcast(0, input);
                left0 = MultiplyAdd(0, left, x0, left0);
                right0 = MultiplyAdd(0, right, x0, right0);
                TVector x1 = Broadcast(1, input);
                left1 = MultiplyAdd(1, left, x1, left1);
                right1 = MultiplyAdd(1, right, x1, right1);
                TVector x2 = Broadcast(2, input);
                left2 = MultiplyAdd(2, left, x2, left2);
                right2 = MultiplyAdd(2, right, x2, right2);
                TVector x3 = Broadcast(3, input);
                left3 = MultiplyAdd(3, left, x3, left3);
                right3 = MultiplyAdd(3, right, x3, right3);
                TVector x4 = Broadcast(4, input);
                left4 = MultiplyAdd(4, left, x4, left4);
                right4 = MultiplyAdd(4, right, x4, right4);
                TVector x5 = Broadcast(5, input);
                left5 = MultiplyAdd(5, left, x5, left5);
                right5 = MultiplyAdd(5, right, x5, right5);
                TVector x6 = Broadcast(6, input);
                left6 = MultiplyAdd(6, left, x6, left6);
                right6 = MultiplyAdd(6, right, x6, right6);
                TVector x7 = Broadcast(7, input);
                left7 = MultiplyAdd(7, left, x7, left7);
                right7 = MultiplyAdd(7, right, x7, right7);
                TVector x8 = Broadcast(8, input);
                left8 = MultiplyAdd(8, left, x8, left8);
                right8 = MultiplyAdd(8, right, x8, right8);
                TVector x9 = Broadcast(9, input);
                left9 = MultiplyAdd(9, left, x9, left9);
                right9 = MultiplyAdd(9, right, x9, right9);
                TVector x10 = Broadcast(10, input);
                left10 = MultiplyAdd(10, left, x10, left10);
                right10 = MultiplyAdd(10, right, x10, right10);
                TVector x11 = Broadcast(11, input);
                left11 = MultiplyAdd(11, left, x11, left11);
                right11 = MultiplyAdd(11, right, x11, right11);
            }

            input += groupLength - TLanes.Count;
        }

        Store(0, left0, right0, products, skipped);
        Store(1, left1, right1, products, skipped);
        Store(2, left2, right2, products, skipped);
        Store(3, left3, right3, products, skipped);
        Store(4, left4, right4, products, skipped);
        Store(5, left5, right5, products, skipped);
        Store(6, left6, right6, products, skipped);
        Store(7, left7, right7, products, skipped);
        Store(8, left8, right8, products, skipped);
        Store(9, left9, right9, products, skipped);
        Store(10, left10, right10, products, skipped);
        Store(11, left11, right11, products, skipped);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Broadcast(int tile, float* input) => tile < TTile.Tiles ? TLanes.Create(input[tile * TLanes.Count]) : default;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector MultiplyAdd(int tile, TVector weights, TVector input, TVector sum) =>
        tile < TTile.Tiles ? TLanes.MultiplyAdd(weights, input, sum) : sum;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Load(int tile, int vector, float* products) =>
        tile < TTile.Tiles ? TLanes.Load(products + (((tile * WinogradGrid.GroupVectors) + vector) * TLanes.Count)) : default;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(int tile, TVector left, TVector right, float* products, int skipped)
    {
        if (tile < TTile.Tiles && tile >= skipped)
        {
            float* destination = products + (tile * WinogradGrid.GroupVectors * TLanes.Count);
            TLanes.Store(left, destination);
            TLanes.Store(right, destination + TLanes.Count);
        }
    }
}
