using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Trainer.Import.Operators;

/// <summary>The outputs of a recurrent node: all states, the last one, and of an LSTM the last cell. Those that nothing reads are left out at the end.</summary>
internal static class RecurrentOutputs
{
    public static ImportedValue[] Of(NodeImport node, RecurrentShape shape, RecurrentDirection[] directions, bool keepsCell)
    {
        ComputedValue all = Joined(node, shape, [.. directions.Select(direction => Rows(direction, 0, shape.Rows))], shape.Steps);
        ComputedValue last = Joined(node, shape, [.. directions.Select(Last)], steps: 1);
        if (shape.Steps == 1 && node.IsRead(0) && node.IsRead(1))
        {
            // One step makes both the same, but they are two outputs.
            last = last with { Draft = Copied(node, last.Draft) };
        }

        ComputedValue[] cells = keepsCell ? [Joined(node, shape, [.. directions.Select(Cell)], steps: 1)] : [];
        return [InLayout(all, [2, 0, 1, 3]), .. cells.Prepend(last).Select(WithoutSteps).Select(value => InLayout(value, [1, 0, 2]))];

        ComputedValue Last(RecurrentDirection direction) => Rows(direction, direction.Form.IsReverse ? 0 : shape.Rows - shape.Sequences, shape.Sequences);

        ComputedValue Cell(RecurrentDirection direction) => Rows(direction, shape.Rows, shape.Sequences);

        // Some rows of what a direction computes: states, and where it keeps them the last cells.
        ComputedValue Rows(RecurrentDirection direction, int first, int count)
        {
            int rows = shape.Rows + (keepsCell ? shape.Sequences : 0);
            var value = new ComputedValue(direction.Value, [rows, shape.Units]);
            return (ComputedValue)ElementView.Of(value.Shape).Range(0, first, count).Apply(node, value, [count, shape.Units]);
        }

        ComputedValue InLayout(ComputedValue value, int[] order) => shape.IsBatchFirst
            ? (ComputedValue)ElementView.Of(value.Shape).Ordered(order).Apply(node, value, [.. order.Select(axis => value.Shape[axis])])
            : value;
    }

    /// <summary>Rows of both directions, those of a step side by side: (steps, directions, sequences, units).</summary>
    private static ComputedValue Joined(NodeImport node, RecurrentShape shape, ComputedValue[] directions, int steps)
    {
        int[] joined = [steps, shape.Directions, shape.Sequences, shape.Units];
        if (directions.Length == 1)
        {
            return directions[0] with { ModelShape = joined };
        }

        TensorShape rows = new(steps, shape.StateLength);
        ValueDraft draft = node.Network.Add(
            (inputs, _) => new ConcatOperator(new(inputs), Axis: 1), [.. directions.Select(direction => node.Network.Shaped(direction.Draft, rows))]);
        return new ComputedValue(draft, joined);
    }

    private static ComputedValue WithoutSteps(ComputedValue value) => value with { ModelShape = value.Shape[1..] };

    private static ValueDraft Copied(NodeImport node, ValueDraft value)
    {
        var shape = new TensorShape((int)value.Shape.ElementCount);
        return node.Network.Add((inputs, _) => new CopyOperator(inputs[0], shape, new([shape[0] == 1 ? 0 : 1]), 0), [value]);
    }
}
