using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Trainer.Import.Operators;

/// <summary>
/// LSTM, GRU and RNN: for each direction the projection of all inputs, which is a fully connected layer over rows and takes in the
/// biases, and behind it the recurrent layer.
/// </summary>
internal static class RecurrentImport
{
    public static ImportedValue[] Lstm(NodeImport node)
    {
        if (node.Attributes.Flag("input_forget"))
        {
            throw new NodeException("input and forget gates that are one are not supported");
        }

        bool keepsCell = node.IsRead(2);
        var shape = RecurrentShape.Of(node, LstmOperator.GateCount, states: [5, 6]);
        EquatableArray<GateFunction>[] functions = GateFunctionImport.Read(node.Attributes, LstmOperator.Usual, shape.Directions);
        RecurrentDirection[] directions = [.. RecurrentDirection.Of(node, shape, functions)];
        foreach (RecurrentDirection direction in directions)
        {
            ParameterDraft? peepholes = direction.Vector(7, "peepholes", 3 * shape.Units) is { } numbers
                ? new ParameterDraft(new TensorShape(numbers.Length), numbers)
                : null;
            direction.Emit(
                direction.Bias(ownProduct: false),
                (inputs, parameters) => new LstmOperator(inputs[0], new(inputs[1..]), parameters[0], WeightDrafts.Bias(parameters), direction.Form, keepsCell),
                peepholes);
        }

        return RecurrentOutputs.Of(node, shape, directions, keepsCell);
    }

    public static ImportedValue[] Gru(NodeImport node)
    {
        bool resetsAfter = node.Attributes.Flag("linear_before_reset");
        var shape = RecurrentShape.Of(node, GruOperator.GateCount, states: [5]);
        EquatableArray<GateFunction>[] functions = GateFunctionImport.Read(node.Attributes, GruOperator.Usual, shape.Directions);
        RecurrentDirection[] directions = [.. RecurrentDirection.Of(node, shape, functions)];
        foreach (RecurrentDirection direction in directions)
        {
            direction.Emit(
                direction.Bias(ownProduct: resetsAfter),
                (inputs, parameters) => new GruOperator(inputs[0], new(inputs[1..]), parameters[0], WeightDrafts.Bias(parameters), direction.Form, resetsAfter),
                resetsAfter ? direction.ProductBias() : null);
        }

        return RecurrentOutputs.Of(node, shape, directions, keepsCell: false);
    }

    public static ImportedValue[] Rnn(NodeImport node)
    {
        var shape = RecurrentShape.Of(node, gates: 1, states: [5]);
        EquatableArray<GateFunction>[] functions = GateFunctionImport.Read(node.Attributes, RnnOperator.Usual, shape.Directions);
        RecurrentDirection[] directions = [.. RecurrentDirection.Of(node, shape, functions)];
        foreach (RecurrentDirection direction in directions)
        {
            direction.Emit(
                direction.Bias(ownProduct: false),
                (inputs, parameters) => new RnnOperator(inputs[0], new(inputs[1..]), parameters[0], direction.Form));
        }

        return RecurrentOutputs.Of(node, shape, directions, keepsCell: false);
    }
}
