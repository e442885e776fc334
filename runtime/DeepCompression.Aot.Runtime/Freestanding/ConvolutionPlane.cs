using System.Runtime.CompilerServices;

namespace DeepCompression.Aot.Runtime;

/// <summary>An output channel of a convolution, from its weights: several windows side by side share the work of a weight.</summary>
/// <typeparam name="TShape">The shape.</typeparam>
/// <typeparam name="TNumbers">What it computes with.</typeparam>
/// <typeparam name="TElement">An activation.</typeparam>
/// <typeparam name="TWeight">A weight.</typeparam>
/// <typeparam name="TSum">A sum of products.</typeparam>
/// <typeparam name="TOutput">An element of the output.</typeparam>
internal static unsafe class ConvolutionPlane<TShape, TNumbers, TElement, TWeight, TSum, TOutput>
    where TShape : struct, IRowConvolution
    where TNumbers : struct, IRowNumbers<TElement, TWeight, TSum, TOutput>
    where TElement : unmanaged
    where TWeight : unmanaged
    where TSum : unmanaged
    where TOutput : unmanaged
{
    /// <summary>Computes a channel.</summary>
    /// <param name="values">Its weights.</param>
    /// <param name="places">Their taps in the input, from the corner of a window.</param>
    /// <param name="count">How many they are.</param>
    /// <param name="start">What sums begin with.</param>
    /// <param name="outputShift">The bits of a sum that the output does not have.</param>
    /// <param name="channel">Its number.</param>
    /// <param name="input">The input (channels, height, width).</param>
    /// <param name="output">Where the output (channels, height, width) begins.</param>
    public static void Compute(
        TWeight* values, ushort* places, int count, TSum start, int outputShift, int channel, TElement* input, TOutput* output)
    {
        TElement* plane = input + (channel * TShape.Groups / TShape.Channels * TShape.GroupStride);
        TOutput* row = output + (channel * TShape.OutputHeight * TShape.OutputWidth);
        for (int y = 0; y < TShape.OutputHeight; y++)
        {
            ComputeRow(values, places, places + count, start, outputShift, plane, row);
            plane += (TShape.Pools ? 2 : 1) * TShape.StrideY * TShape.RowStride;
            row += TShape.OutputWidth;
        }
    }

    /// <summary>Computes a row of the output plane from the windows whose first corner is given.</summary>
    private static void ComputeRow(
        TWeight* values, ushort* places, ushort* end, TSum start, int outputShift, TElement* corner, TOutput* output)
    {
        int x = 0;
        for (; x + 2 <= TShape.OutputWidth && TShape.Pools; x += 2)
        {
            ComputePooledPair(values, places, end, start, outputShift, corner + (2 * x * TShape.StrideX), output + x);
        }

        for (; x + 8 <= TShape.OutputWidth && !TShape.Pools && TNumbers.HasManyRegisters; x += 8)
        {
            ComputeEight(values, places, end, start, outputShift, corner + (x * TShape.StrideX), output + x);
        }

        for (; x + 4 <= TShape.OutputWidth && !TShape.Pools; x += 4)
        {
            ComputeFour(values, places, end, start, outputShift, corner + (x * TShape.StrideX), output + x);
        }

        for (; x < TShape.OutputWidth; x++)
        {
            TSum largest = ComputeOne(values, places, end, start, corner + ((TShape.Pools ? 2 : 1) * x * TShape.StrideX));
            if (TShape.Pools)
            {
                TElement* right = corner + (((2 * x) + 1) * TShape.StrideX);
                TElement* below = right - TShape.StrideX + (TShape.StrideY * TShape.RowStride);
                largest = TNumbers.Larger(largest, ComputeOne(values, places, end, start, right));
                largest = TNumbers.Larger(largest, ComputeOne(values, places, end, start, below));
                largest = TNumbers.Larger(largest, ComputeOne(values, places, end, start, below + TShape.StrideX));
            }

            output[x] = Finish(largest, outputShift);
        }
    }

    /// <summary>Two pooled elements side by side, from eight windows: as many sums as fit into registers with what they are made of.</summary>
    private static void ComputePooledPair(
        TWeight* values, ushort* places, ushort* end, TSum start, int outputShift, TElement* corner, TOutput* output)
    {
        TSum a0 = start, a1 = start, a2 = start, a3 = start;
        TSum b0 = start, b1 = start, b2 = start, b3 = start;
        while (places < end)
        {
            TElement* tap = corner + *places;
            TWeight value = *values;
            a0 = TNumbers.Add(a0, value, tap[0]);
            a1 = TNumbers.Add(a1, value, tap[TShape.StrideX]);
            a2 = TNumbers.Add(a2, value, tap[2 * TShape.StrideX]);
            a3 = TNumbers.Add(a3, value, tap[3 * TShape.StrideX]);
            b0 = TNumbers.Add(b0, value, tap[TShape.StrideY * TShape.RowStride]);
            b1 = TNumbers.Add(b1, value, tap[(TShape.StrideY * TShape.RowStride) + TShape.StrideX]);
            b2 = TNumbers.Add(b2, value, tap[(TShape.StrideY * TShape.RowStride) + (2 * TShape.StrideX)]);
            b3 = TNumbers.Add(b3, value, tap[(TShape.StrideY * TShape.RowStride) + (3 * TShape.StrideX)]);
            places++;
            values++;
        }

        output[0] = Finish(TNumbers.Larger(TNumbers.Larger(a0, a1), TNumbers.Larger(b0, b1)), outputShift);
        output[1] = Finish(TNumbers.Larger(TNumbers.Larger(a2, a3), TNumbers.Larger(b2, b3)), outputShift);
    }

    /// <summary>Eight elements side by side.</summary>
    private static void ComputeEight(
        TWeight* values, ushort* places, ushort* end, TSum start, int outputShift, TElement* corner, TOutput* output)
    {
        TSum a0 = start, a1 = start, a2 = start, a3 = start;
        TSum a4 = start, a5 = start, a6 = start, a7 = start;
        while (places < end)
        {
            TElement* tap = corner + *places;
            TWeight value = *values;
            a0 = TNumbers.Add(a0, value, tap[0]);
            a1 = TNumbers.Add(a1, value, tap[TShape.StrideX]);
            a2 = TNumbers.Add(a2, value, tap[2 * TShape.StrideX]);
            a3 = TNumbers.Add(a3, value, tap[3 * TShape.StrideX]);
            a4 = TNumbers.Add(a4, value, tap[4 * TShape.StrideX]);
            a5 = TNumbers.Add(a5, value, tap[5 * TShape.StrideX]);
            a6 = TNumbers.Add(a6, value, tap[6 * TShape.StrideX]);
            a7 = TNumbers.Add(a7, value, tap[7 * TShape.StrideX]);
            places++;
            values++;
        }

        output[0] = Finish(a0, outputShift);
        output[1] = Finish(a1, outputShift);
        output[2] = Finish(a2, outputShift);
        output[3] = Finish(a3, outputShift);
        output[4] = Finish(a4, outputShift);
        output[5] = Finish(a5, outputShift);
        output[6] = Finish(a6, outputShift);
        output[7] = Finish(a7, outputShift);
    }

    /// <summary>Four elements side by side.</summary>
    private static void ComputeFour(
        TWeight* values, ushort* places, ushort* end, TSum start, int outputShift, TElement* corner, TOutput* output)
    {
        TSum a0 = start, a1 = start, a2 = start, a3 = start;
        while (places < end)
        {
            TElement* tap = corner + *places;
            TWeight value = *values;
            a0 = TNumbers.Add(a0, value, tap[0]);
            a1 = TNumbers.Add(a1, value, tap[TShape.StrideX]);
            a2 = TNumbers.Add(a2, value, tap[2 * TShape.StrideX]);
            a3 = TNumbers.Add(a3, value, tap[3 * TShape.StrideX]);
            places++;
            values++;
        }

        output[0] = Finish(a0, outputShift);
        output[1] = Finish(a1, outputShift);
        output[2] = Finish(a2, outputShift);
        output[3] = Finish(a3, outputShift);
    }

    /// <summary>The sum of one window.</summary>
    private static TSum ComputeOne(TWeight* values, ushort* places, ushort* end, TSum start, TElement* corner)
    {
        while (places < end)
        {
            start = TNumbers.Add(start, *values, corner[*places]);
            places++;
            values++;
        }

        return start;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TOutput Finish(TSum sum, int outputShift) => TNumbers.Store(TShape.Relu ? TNumbers.Rectify(sum) : sum, outputShift);
}
