using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Trainer.Import.Operators;

/// <summary>The outputs of a recurrent node: all states, the last one, and of an LSTM the last cell.</summary>
internal static class RecurrentOutputs
{
    /// <summary>Those that are read; the others are left out behind the last of these.</summary>
    public static ImportedValue[] Of(NodeImport node, RecurrentShape shape, RecurrentDirection[] directions, bool keepsCell)
    {
        if (keepsCell || (node.IsRead(1) && shape.Steps > 1))
        {
            throw new NodeException("its last state or cell apart from the others is not supported");
        }

        ComputedValue all = new(Joined(node, shape, directions), shape.All);
        return [all, all with { ModelShape = shape.Last }];
    }

    /// <summary>The states of both directions, those of a step side by side.</summary>
    private static ValueDraft Joined(NodeImport node, RecurrentShape shape, RecurrentDirection[] directions)
    {
        if (directions.Length == 1)
        {
            return directions[0].Value;
        }

        // Where the states of several sequences lie between them, a row is all states of a step.
        ValueDraft[] parts = [.. directions.Select(direction => shape.IsBatchFirst || shape.Sequences == 1
            ? direction.Value
            : node.Network.Shaped(direction.Value, new TensorShape(shape.Steps, shape.StateLength)))];
        return node.Network.Add((inputs, _) => new ConcatOperator(new(inputs), parts[0].Shape.Rank - 1), parts);
    }
}
