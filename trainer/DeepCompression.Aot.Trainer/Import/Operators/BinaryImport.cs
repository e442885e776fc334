using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Trainer.Import.Operators;

/// <summary>Functions of two numbers, element by element, over values that spread to one shape.</summary>
internal static class BinaryImport
{
    /// <summary>Functions whose result is a floating-point number wherever one operand is.</summary>
    public static ImportedValue[] Pow(NodeImport node)
    {
        (ImportedValue left, ImportedValue right) = (node.Input(0), node.Input(1));
        bool isInteger = left is ComputedValue { IsInteger: true } or ConstantValue { Tensor.IsFloat: false };
        if (isInteger && right is not (ComputedValue { IsInteger: true } or ConstantValue { Tensor.IsFloat: false }))
        {
            throw new NodeException("a power of integers that is not an integer is rounded in its own way, which is not supported");
        }

        ImportedValue power = Emit(node, BinaryFunction.Power, left, right);
        return [isInteger ? WholeNumbers(node, power) : power];
    }

    public static ImportedValue[] PRelu(NodeImport node)
    {
        ComputedValue value = node.Computed(0);
        return Dimensions.Broadcast(value.Shape, node.Input(1).Shape).SequenceEqual(value.Shape)
            ? [Emit(node, BinaryFunction.PRelu, value, node.Input(1))]
            : throw new NodeException($"its slope of {Dimensions.Text(node.Input(1).Shape)} does not spread to {Dimensions.Text(value.Shape)}");
    }

    /// <summary>One function after the other over any number of inputs.</summary>
    public static NodeImporter OfAll(BinaryFunction function) => node => [Combined(node, function)];

    /// <summary>The sum of all inputs over their number.</summary>
    public static ImportedValue[] Mean(NodeImport node)
    {
        ImportedValue sum = Combined(node, BinaryFunction.Sum);
        return [Emit(node, BinaryFunction.Quotient, sum, new ConstantValue(new([], [(float)node.Inputs.Count])))];
    }

    /// <summary>The function of two inputs, of which the network computes one at least.</summary>
    public static ImportedValue Emit(NodeImport node, BinaryFunction function, ImportedValue left, ImportedValue right)
    {
        if (left is ConstantValue && right is ConstantValue)
        {
            throw new NodeException("it combines constants only, which is not supported");
        }

        int[] shape = Dimensions.Broadcast(left.Shape, right.Shape);
        ValueDraft first = Aligned(node, left, shape);
        ValueDraft second = Aligned(node, right, shape);
        ValueDraft draft = node.Network.Add(
            (inputs, _) => function == BinaryFunction.Sum && first.Shape == second.Shape
                ? new AddOperator(inputs[0], inputs[1])
                : new BinaryOperator(inputs[0], inputs[1], function),
            [first, second]);
        return new ComputedValue(draft, shape);
    }

    /// <summary>Quotients and powers of integers are cut off behind the point.</summary>
    public static ImportedValue WholeNumbers(NodeImport node, ImportedValue value) =>
        UnaryImport.Emit(node, value, UnaryFunction.Truncate) is ComputedValue computed ? computed with { IsInteger = true } : value;

    private static ImportedValue Combined(NodeImport node, BinaryFunction function)
    {
        ImportedValue combined = node.Input(0);
        for (int i = 1; i < node.Inputs.Count; i++)
        {
            combined = Emit(node, function, combined, node.Input(i));
        }

        return combined;
    }

    /// <summary>A value with as many dimensions as the result, whose batch of one sample, if it has one, is left out.</summary>
    private static ValueDraft Aligned(NodeImport node, ImportedValue value, int[] shape)
    {
        int[] aligned = [.. Enumerable.Repeat(1, shape.Length - value.Shape.Length), .. value.Shape];
        bool hasBatch = shape.Length > 1 && shape[0] == 1;
        TensorShape own = shape.Length == 0 ? new(1) : new(aligned[(hasBatch ? 1 : 0)..]);
        return value switch
        {
            ComputedValue computed => node.Network.Shaped(computed.Draft, own),
            ConstantValue constant => node.Network.Constant(constant, own),
            _ => throw new NodeException("an input is not known"),
        };
    }
}
