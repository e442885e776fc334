using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace DeepCompression.Aot.Runtime;

/// <summary>
/// A convolution whose weights are decoded while it computes, one output channel after another, with 2×2 pooling where that follows:
/// portable scalar code. No more of a plane is kept than its pooled elements.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class RowConvolution
{
    /// <summary>output = weights ∗ input + bias; products are added to the bias in the order of the channel's weights.</summary>
    /// <typeparam name="TShape">The shape.</typeparam>
    /// <typeparam name="TNumbers">What it computes with.</typeparam>
    /// <typeparam name="TElement">An activation.</typeparam>
    /// <typeparam name="TSum">A weight, a bias, an element of the output.</typeparam>
    /// <param name="rows">The weights; places are those of taps in the input, from the corner of a window.</param>
    /// <param name="codebook">Their centroids in the order of ranks, or all of them.</param>
    /// <param name="bias">A number for each output channel.</param>
    /// <param name="biasShift">The bits of a bias that sums do not have.</param>
    /// <param name="input">The input (channels, height, width).</param>
    /// <param name="output">Receives the output (channels, height, width); shares no memory with the input.</param>
    /// <param name="scratch">For each weight of the longest row, a value and a place: 6 bytes.</param>
    /// <param name="longestRow">The weights of that row.</param>
    public static void Apply<TShape, TNumbers, TElement, TSum>(
        in PackedRows rows, ReadOnlySpan<TSum> codebook, BiasRuns<TSum> bias, int biasShift,
        TElement* input, TSum* output, void* scratch, int longestRow)
        where TShape : struct, IRowConvolution
        where TNumbers : struct, IRowNumbers<TElement, TSum>
        where TElement : unmanaged
        where TSum : unmanaged
    {
        fixed (TSum* centroids = codebook, biases = bias.Values)
        fixed (ushort* ends = bias.Ends)
        {
            var reader = new RowReader(rows, (uint*)centroids);
            TSum* run = biases;
            ushort* end = ends;
            TSum* values = (TSum*)scratch;
            ushort* places = (ushort*)(values + longestRow);
            for (int channel = 0; channel < TShape.Channels; channel++)
            {
                int count = reader.ReadRow(places, (uint*)values);
                for (; channel >= *end; end++)
                {
                    run++;
                }

                TSum start = TNumbers.Start(*run, biasShift);
                TElement* plane = input + (channel * TShape.Groups / TShape.Channels * TShape.GroupStride);
                for (int y = 0; y < TShape.OutputHeight; y++)
                {
                    ComputeRow<TShape, TNumbers, TElement, TSum>(values, places, count, start, plane, output);
                    plane += (TShape.Pools ? 2 : 1) * TShape.StrideY * TShape.RowStride;
                    output += TShape.OutputWidth;
                }
            }
        }
    }

    /// <summary>Computes a row of an output plane from the windows whose first corner is given.</summary>
    private static void ComputeRow<TShape, TNumbers, TElement, TSum>(
        TSum* values, ushort* places, int count, TSum start, TElement* corner, TSum* output)
        where TShape : struct, IRowConvolution
        where TNumbers : struct, IRowNumbers<TElement, TSum>
        where TElement : unmanaged
        where TSum : unmanaged
    {
        int x = 0;
        for (; x + 2 <= TShape.OutputWidth && TShape.Pools; x += 2)
        {
            ComputePooledPair<TShape, TNumbers, TElement, TSum>(values, places, count, start, corner + (2 * x * TShape.StrideX), output + x);
        }

        for (; x + 4 <= TShape.OutputWidth && !TShape.Pools; x += 4)
        {
            ComputeFour<TShape, TNumbers, TElement, TSum>(values, places, count, start, corner + (x * TShape.StrideX), output + x);
        }

        for (; x < TShape.OutputWidth; x++)
        {
            TSum largest = ComputeOne<TNumbers, TElement, TSum>(values, places, count, start, corner + ((TShape.Pools ? 2 : 1) * x * TShape.StrideX));
            if (TShape.Pools)
            {
                TElement* right = corner + (((2 * x) + 1) * TShape.StrideX);
                TElement* below = right - TShape.StrideX + (TShape.StrideY * TShape.RowStride);
                largest = TNumbers.Larger(largest, ComputeOne<TNumbers, TElement, TSum>(values, places, count, start, right));
                largest = TNumbers.Larger(largest, ComputeOne<TNumbers, TElement, TSum>(values, places, count, start, below));
                largest = TNumbers.Larger(largest, ComputeOne<TNumbers, TElement, TSum>(values, places, count, start, below + TShape.StrideX));
            }

            output[x] = Finish<TShape, TNumbers, TElement, TSum>(largest);
        }
    }

    /// <summary>Two pooled elements side by side, from eight windows: as many sums as fit into registers with what they are made of.</summary>
    private static void ComputePooledPair<TShape, TNumbers, TElement, TSum>(
        TSum* values, ushort* places, int count, TSum start, TElement* corner, TSum* output)
        where TShape : struct, IRowConvolution
        where TNumbers : struct, IRowNumbers<TElement, TSum>
        where TElement : unmanaged
        where TSum : unmanaged
    {
        TSum a0 = start, a1 = start, a2 = start, a3 = start;
        TSum b0 = start, b1 = start, b2 = start, b3 = start;
        for (int i = 0; i < count; i++)
        {
            TElement* tap = corner + places[i];
            TSum value = values[i];
            a0 = TNumbers.Add(a0, value, tap[0]);
            a1 = TNumbers.Add(a1, value, tap[TShape.StrideX]);
            a2 = TNumbers.Add(a2, value, tap[2 * TShape.StrideX]);
            a3 = TNumbers.Add(a3, value, tap[3 * TShape.StrideX]);
            b0 = TNumbers.Add(b0, value, tap[TShape.StrideY * TShape.RowStride]);
            b1 = TNumbers.Add(b1, value, tap[(TShape.StrideY * TShape.RowStride) + TShape.StrideX]);
            b2 = TNumbers.Add(b2, value, tap[(TShape.StrideY * TShape.RowStride) + (2 * TShape.StrideX)]);
            b3 = TNumbers.Add(b3, value, tap[(TShape.StrideY * TShape.RowStride) + (3 * TShape.StrideX)]);
        }

        output[0] = Finish<TShape, TNumbers, TElement, TSum>(TNumbers.Larger(TNumbers.Larger(a0, a1), TNumbers.Larger(b0, b1)));
        output[1] = Finish<TShape, TNumbers, TElement, TSum>(TNumbers.Larger(TNumbers.Larger(a2, a3), TNumbers.Larger(b2, b3)));
    }

    /// <summary>Four elements side by side.</summary>
    private static void ComputeFour<TShape, TNumbers, TElement, TSum>(
        TSum* values, ushort* places, int count, TSum start, TElement* corner, TSum* output)
        where TShape : struct, IRowConvolution
        where TNumbers : struct, IRowNumbers<TElement, TSum>
        where TElement : unmanaged
        where TSum : unmanaged
    {
        TSum a0 = start, a1 = start, a2 = start, a3 = start;
        for (int i = 0; i < count; i++)
        {
            TElement* tap = corner + places[i];
            TSum value = values[i];
            a0 = TNumbers.Add(a0, value, tap[0]);
            a1 = TNumbers.Add(a1, value, tap[TShape.StrideX]);
            a2 = TNumbers.Add(a2, value, tap[2 * TShape.StrideX]);
            a3 = TNumbers.Add(a3, value, tap[3 * TShape.StrideX]);
        }

        output[0] = Finish<TShape, TNumbers, TElement, TSum>(a0);
        output[1] = Finish<TShape, TNumbers, TElement, TSum>(a1);
        output[2] = Finish<TShape, TNumbers, TElement, TSum>(a2);
        output[3] = Finish<TShape, TNumbers, TElement, TSum>(a3);
    }

    /// <summary>The sum of one window.</summary>
    private static TSum ComputeOne<TNumbers, TElement, TSum>(TSum* values, ushort* places, int count, TSum start, TElement* corner)
        where TNumbers : struct, IRowNumbers<TElement, TSum>
        where TElement : unmanaged
        where TSum : unmanaged
    {
        for (int i = 0; i < count; i++)
        {
            start = TNumbers.Add(start, values[i], corner[places[i]]);
        }

        return start;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TSum Finish<TShape, TNumbers, TElement, TSum>(TSum sum)
        where TShape : struct, IRowConvolution
        where TNumbers : struct, IRowNumbers<TElement, TSum>
        where TElement : unmanaged
        where TSum : unmanaged => TShape.Relu ? TNumbers.Rectify(sum) : sum;
}
