using System.ComponentModel;

namespace DeepCompression.Aot.Runtime;

/// <summary>
/// A fully connected layer row by row, output = weights · input + bias: portable scalar code. Products are added to the bias in ascending
/// order of columns.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class RowProduct
{
    /// <summary>Computes a layer whose weights are decoded while they are multiplied.</summary>
    /// <typeparam name="TNumbers">What it computes with.</typeparam>
    /// <typeparam name="TElement">An activation.</typeparam>
    /// <typeparam name="TWeight">A weight.</typeparam>
    /// <typeparam name="TSum">A bias, a sum of products.</typeparam>
    /// <typeparam name="TOutput">An element of the output.</typeparam>
    /// <param name="rows">The weights.</param>
    /// <param name="codebook">Their centroids in the order of ranks.</param>
    /// <param name="bias">A number for each row.</param>
    /// <param name="biasShift">The bits of a bias that sums do not have.</param>
    /// <param name="outputShift">The bits of a sum that the output does not have.</param>
    /// <param name="rowCount">Rows: the elements of the output.</param>
    /// <param name="input">The activations.</param>
    /// <param name="output">Receives an element for each row; shares no memory with the input.</param>
    /// <param name="relu">Whether negative sums become 0.</param>
    public static void Apply<TNumbers, TElement, TWeight, TSum, TOutput>(
        in PackedRows rows, ReadOnlySpan<TWeight> codebook, BiasRuns<TSum> bias, int biasShift, int outputShift, int rowCount,
        TElement* input, TOutput* output, bool relu)
        where TNumbers : struct, IRowNumbers<TElement, TWeight, TSum, TOutput>
        where TElement : unmanaged
        where TWeight : unmanaged
        where TSum : unmanaged
        where TOutput : unmanaged
    {
        fixed (TWeight* centroids = codebook)
        fixed (TSum* biases = bias.Values)
        fixed (ushort* ends = bias.Ends, stream = rows.Stream)
        {
            var tables = new RowTables(rows);
            int position = tables.Begin(stream, out BitWindow begun);

            // A copy of its own, which stays in registers.
            BitWindow window = begun;
            int live = rows.LiveColumns;
            int remaining = rows.WeightCount;
            var biasCursor = new BiasCursor<TSum>(biases, ends);
            for (int row = 0; row < rowCount; row++)
            {
                TSum sum = TNumbers.Start(biasCursor.Next(row), biasShift);
                while (position < live)
                {
                    TElement element = input[tables.Place(position)];
                    sum = TNumbers.Add(sum, centroids[tables.NextIndex(ref window)], element);
                    position = --remaining == 0 ? RowTables.NoMore : position + 1 + tables.NextGap(ref window);
                }

                // The next weight is in a later row. "No more" stays beyond the end of every row that is left.
                position -= live;
                output[row] = TNumbers.Store(relu ? TNumbers.Rectify(sum) : sum, outputShift);
            }
        }
    }

    /// <summary>Computes a layer whose weights are ready to run.</summary>
    /// <typeparam name="TNumbers">What it computes with.</typeparam>
    /// <typeparam name="TElement">An activation.</typeparam>
    /// <typeparam name="TWeight">A weight.</typeparam>
    /// <typeparam name="TSum">A bias, a sum of products.</typeparam>
    /// <typeparam name="TOutput">An element of the output.</typeparam>
    /// <param name="rows">The weights.</param>
    /// <param name="bias">A number for each row.</param>
    /// <param name="biasShift">The bits of a bias that sums do not have.</param>
    /// <param name="outputShift">The bits of a sum that the output does not have.</param>
    /// <param name="rowCount">Rows: the elements of the output.</param>
    /// <param name="input">The activations.</param>
    /// <param name="output">Receives an element for each row; shares no memory with the input.</param>
    /// <param name="relu">Whether negative sums become 0.</param>
    public static void Apply<TNumbers, TElement, TWeight, TSum, TOutput>(
        in ReadyRows<TWeight> rows, BiasRuns<TSum> bias, int biasShift, int outputShift, int rowCount,
        TElement* input, TOutput* output, bool relu)
        where TNumbers : struct, IRowNumbers<TElement, TWeight, TSum, TOutput>
        where TElement : unmanaged
        where TWeight : unmanaged
        where TSum : unmanaged
        where TOutput : unmanaged
    {
        fixed (TWeight* weights = rows.Values)
        fixed (TSum* biases = bias.Values)
        fixed (ushort* ends = bias.Ends, places = rows.Places, counts = rows.Counts)
        {
            int all = rows.Places.Length;
            TWeight* value = weights;
            ushort* place = places;
            var biasCursor = new BiasCursor<TSum>(biases, ends);
            for (int row = 0; row < rowCount; row++)
            {
                place = counts == null ? places : place;
                TWeight* rowEnd = value + (counts == null ? all : counts[row]);
                TSum sum = TNumbers.Start(biasCursor.Next(row), biasShift);
                while (value < rowEnd)
                {
                    sum = TNumbers.Add(sum, *value, input[*place]);
                    value++;
                    place++;
                }

                output[row] = TNumbers.Store(relu ? TNumbers.Rectify(sum) : sum, outputShift);
            }
        }
    }
}
