using System.ComponentModel;

namespace DeepCompression.Aot.Runtime;

/// <summary>A fully connected layer whose weights are decoded while it computes, row by row: portable scalar code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class RowProduct
{
    /// <summary>output = weights · input + bias, rectified if asked for; products are added to the bias in ascending order of columns.</summary>
    /// <typeparam name="TNumbers">What it computes with.</typeparam>
    /// <typeparam name="TElement">An activation.</typeparam>
    /// <typeparam name="TSum">A weight, a bias, an element of the output.</typeparam>
    /// <param name="rows">The weights.</param>
    /// <param name="codebook">Their centroids in the order of ranks, or all of them.</param>
    /// <param name="bias">A number for each row.</param>
    /// <param name="biasShift">The bits of a bias that sums do not have.</param>
    /// <param name="rowCount">Rows: the elements of the output.</param>
    /// <param name="input">The activations.</param>
    /// <param name="output">Receives an element for each row; shares no memory with the input.</param>
    /// <param name="scratch">For each weight of the longest row, a value and a place: 6 bytes.</param>
    /// <param name="longestRow">The weights of that row.</param>
    /// <param name="relu">Whether negative sums become 0.</param>
    public static void Apply<TNumbers, TElement, TSum>(
        in PackedRows rows, ReadOnlySpan<TSum> codebook, BiasRuns<TSum> bias, int biasShift, int rowCount,
        TElement* input, TSum* output, void* scratch, int longestRow, bool relu)
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
            for (int row = 0; row < rowCount; row++)
            {
                int count = reader.ReadRow(places, (uint*)values);
                for (; row >= *end; end++)
                {
                    run++;
                }

                TSum sum = TNumbers.Start(*run, biasShift);
                for (int i = 0; i < count; i++)
                {
                    sum = TNumbers.Add(sum, values[i], input[places[i]]);
                }

                output[row] = relu ? TNumbers.Rectify(sum) : sum;
            }
        }
    }
}
