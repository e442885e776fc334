using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Trainer.Coding;

/// <summary>
/// The units between two layers of which the second alone reads, channel by channel, what the first computes: nothing outside
/// depends on their order, and a unit that is never read or always zero is not missed.
/// </summary>
/// <param name="Writer">The layer that computes the units: a row of its weight and an element of its bias each.</param>
/// <param name="Reader">The layer that reads them: a block of columns of its weight each.</param>
/// <param name="IsRectified">Whether a rectifier lies between.</param>
internal sealed record HiddenLayer(Operator Writer, Operator Reader, bool IsRectified)
{
    /// <summary>The hidden layers of a network, in the order in which they run.</summary>
    public static IReadOnlyList<HiddenLayer> Of(Graph graph)
    {
        var layers = new List<HiddenLayer>();
        for (int i = 0; i < graph.Operators.Length; i++)
        {
            // The channels of a convolution in groups cannot change places: each reads those of its group.
            if (graph.Operators[i] is LinearOperator or ConvolutionOperator && Find(graph, graph.Operators[i], graph.ValueOf(i)) is { } layer)
            {
                layers.Add(layer);
            }
        }

        return layers;
    }

    /// <summary>The row of a unit in the writer's weight.</summary>
    public Span<float> Row(Graph graph, float[][] values, int unit)
    {
        int length = graph.Parameters[Writer.Parameters[0]].RowLength;
        return values[Writer.Parameters[0]].AsSpan(unit * length, length);
    }

    /// <summary>The writer's bias, if it has one.</summary>
    public float[]? Bias(float[][] values) => Writer.Parameters.Length > 1 ? values[Writer.Parameters[1]] : null;

    /// <summary>The number of units.</summary>
    public int Units(Graph graph) => graph.Parameters[Writer.Parameters[0]].Rows;

    /// <summary>A unit's block of columns in one row of the reader's weight.</summary>
    public Span<float> Columns(Graph graph, float[][] values, int row, int unit)
    {
        int length = graph.Parameters[Reader.Parameters[0]].RowLength;
        int block = length / Units(graph);
        return values[Reader.Parameters[0]].AsSpan((row * length) + (unit * block), block);
    }

    /// <summary>Brings the units into another order, and with them what belongs to them.</summary>
    /// <param name="graph">The network.</param>
    /// <param name="values">The dense values of each parameter, by number; replaced in place.</param>
    /// <param name="order">The place that each unit has now.</param>
    public void Move(Graph graph, float[][] values, int[] order)
    {
        float[] rows = [.. order.SelectMany(unit => Row(graph, values, unit).ToArray())];
        float[] columns = [.. Enumerable.Range(0, graph.Parameters[Reader.Parameters[0]].Rows)
            .SelectMany(row => order.SelectMany(unit => Columns(graph, values, row, unit).ToArray()))];
        values[Writer.Parameters[0]] = rows;
        values[Reader.Parameters[0]] = columns;
        if (Bias(values) is { } bias)
        {
            values[Writer.Parameters[1]] = [.. order.Select(unit => bias[unit])];
        }
    }

    private static HiddenLayer? Find(Graph graph, Operator writer, int value)
    {
        bool isRectified = false;
        while (!graph.Outputs.Contains(value))
        {
            int[] readers = [.. Enumerable.Range(0, graph.Operators.Length).Where(i => graph.Operators[i].Inputs.Contains(value))];
            if (readers.Length != 1)
            {
                return null;
            }

            Operator reader = graph.Operators[readers[0]];
            switch (reader)
            {
                case LinearOperator or ConvolutionOperator:
                    return new HiddenLayer(writer, reader, isRectified);
                case ReluOperator or PoolOperator or FlattenOperator:
                    isRectified |= reader is ReluOperator;
                    value = graph.ValueOf(readers[0]);
                    break;
                default:
                    return null;
            }
        }

        return null;
    }
}
