using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Trainer.Coding;

/// <summary>
/// Orders the units of hidden layers, and with them the inputs of the layers that read them, so that a network takes fewer bytes
/// and computes what it did before: ascending biases need only the lengths of their runs, and units that were pruned away go to the
/// end, where they take no bits at all.
/// </summary>
internal static class UnitOrder
{
    /// <summary>The same network with its hidden units in the order that is cheapest to store.</summary>
    /// <param name="graph">The network.</param>
    /// <param name="tensors">The stored form of each parameter, by number.</param>
    /// <returns>The stored forms of the same values in the new order, each with its number format and coding.</returns>
    public static Tensor[] Sort(Graph graph, IReadOnlyList<Tensor> tensors)
    {
        float[][] values = [.. tensors.Select(tensor => tensor.ToDense())];
        bool isChanged = false;
        foreach ((Operator writer, Operator reader) in HiddenLayers(graph))
        {
            isChanged |= Sort(graph, values, writer, reader);
        }

        return isChanged ? [.. tensors.Zip(values, Encode)] : [.. tensors];
    }

    /// <summary>Pairs of layers of which the second alone reads, element by element of each channel, what the first computes.</summary>
    private static IEnumerable<(Operator Writer, Operator Reader)> HiddenLayers(Graph graph)
    {
        for (int i = 0; i < graph.Operators.Length; i++)
        {
            if (graph.Operators[i].Parameters.Length > 0 && ReaderOf(graph, graph.ValueOf(i)) is { } reader)
            {
                yield return (graph.Operators[i], reader);
            }
        }
    }

    private static Operator? ReaderOf(Graph graph, int value)
    {
        Operator[] readers = [.. graph.Operators.Where(op => op.Inputs.Contains(value))];
        if (readers.Length != 1 || graph.Outputs.Contains(value))
        {
            return null;
        }

        return readers[0] switch
        {
            LinearOperator or ConvolutionOperator => readers[0],
            ReluOperator or PoolOperator or FlattenOperator => ReaderOf(graph, graph.ValueOf(graph.Operators.ToList().IndexOf(readers[0]))),
            _ => null,
        };
    }

    private static bool Sort(Graph graph, float[][] values, Operator writer, Operator reader)
    {
        int units = graph.Parameters[writer.Parameters[0]].Rows;
        float[] rows = values[writer.Parameters[0]];
        float[] columns = values[reader.Parameters[0]];
        float[] bias = writer.Parameters.Length > 1 ? values[writer.Parameters[1]] : new float[units];
        int rowLength = graph.Parameters[reader.Parameters[0]].RowLength;
        int[] order = [.. Enumerable.Range(0, units)
            .OrderBy(unit => Group(RowOf(rows, units, unit), bias[unit]))
            .ThenBy(unit => bias[unit])
            .ThenByDescending(unit => ReadersOf(columns, rowLength, units, unit))];
        if (order.SequenceEqual(Enumerable.Range(0, units)))
        {
            return false;
        }

        values[writer.Parameters[0]] = [.. order.SelectMany(unit => RowOf(rows, units, unit).ToArray())];
        values[reader.Parameters[0]] = PermuteColumns(columns, rowLength, order);
        if (writer.Parameters.Length > 1)
        {
            values[writer.Parameters[1]] = [.. order.Select(unit => bias[unit])];
        }

        return true;
    }

    /// <summary>Units with a bias first, then those without, last those that compute nothing: zeros at the end of a bias take no bits.</summary>
    private static int Group(ReadOnlySpan<float> row, float bias)
    {
        if (bias != 0)
        {
            return 0;
        }

        return row.ContainsAnyExcept(0f) ? 1 : 2;
    }

    private static ReadOnlySpan<float> RowOf(float[] rows, int units, int unit) => rows.AsSpan(unit * (rows.Length / units), rows.Length / units);

    /// <summary>The weights that read a unit: each has a block of columns.</summary>
    private static int ReadersOf(float[] columns, int rowLength, int units, int unit)
    {
        int block = rowLength / units;
        int count = 0;
        for (int start = unit * block; start < columns.Length; start += rowLength)
        {
            count += block - columns.AsSpan(start, block).Count(0f);
        }

        return count;
    }

    private static float[] PermuteColumns(float[] columns, int rowLength, int[] order)
    {
        int block = rowLength / order.Length;
        var permuted = new float[columns.Length];
        for (int row = 0; row < columns.Length; row += rowLength)
        {
            for (int unit = 0; unit < order.Length; unit++)
            {
                columns.AsSpan(row + (order[unit] * block), block).CopyTo(permuted.AsSpan(row + (unit * block)));
            }
        }

        return permuted;
    }

    /// <summary>Other values of the same number format and coding.</summary>
    private static Tensor Encode(Tensor tensor, float[] values) => tensor switch
    {
        { Shape.Rank: 1 } => BiasEncoder.Encode(tensor.Shape, values, FormatOf(tensor)),
        CodedTensor coded => CodedTensorEncoder.Encode(
            coded.Shape,
            [.. values.Select(value => value == 0 ? -1 : coded.Codebook.AsSpan().BinarySearch(value))],
            coded.Codebook.AsSpan(),
            coded.Format,
            coded.Code is FixedWeightCode ? CodingScheme.Fixed : CodingScheme.Huffman,
            (coded.Code as FixedWeightCode)?.GapBits),
        _ => RawTensorEncoder.Encode(tensor.Shape, values, FormatOf(tensor)),
    };

    private static NumberFormat FormatOf(Tensor tensor) => tensor switch
    {
        CodedTensor coded => coded.Format,
        RunTensor runs => runs.Format,
        _ => ((RawTensor)tensor).Format,
    };
}
