using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Trainer.Import.Operators;

/// <summary>
/// Add, Sub, Mul and Div: of constants, which are computed now; of a value and a constant for each channel, which are folded into
/// the layer that computes the value where there is one; and of any two values.
/// </summary>
internal static class ArithmeticImport
{
    public static ImportedValue[] Import(NodeImport node) => (node.Input(0), node.Input(1)) switch
    {
        (ConstantValue left, ConstantValue right) => [new ConstantValue(Compute(node, left.Tensor, right.Tensor))],
        (ComputedValue left, ConstantValue { Tensor.IsFloat: true } right) when IsFolded(node.Type, left, right.Tensor, isRight: true) => [left],
        (ConstantValue { Tensor.IsFloat: true } left, ComputedValue right) when IsFolded(node.Type, right, left.Tensor, isRight: false) => [right],
        var (left, right) => [Combine(node, left, right)],
    };

    private static ImportedValue Combine(NodeImport node, ImportedValue left, ImportedValue right)
    {
        BinaryFunction function = node.Type switch
        {
            "Add" => BinaryFunction.Sum,
            "Sub" => BinaryFunction.Difference,
            "Mul" => BinaryFunction.Product,
            _ => BinaryFunction.Quotient,
        };
        ImportedValue result = BinaryImport.Emit(node, function, left, right);
        bool hasIntegers = left is ComputedValue { IsInteger: true } || right is ComputedValue { IsInteger: true };
        return hasIntegers && function == BinaryFunction.Quotient ? BinaryImport.WholeNumbers(node, result) : result;
    }

    /// <summary>Whether the layer that computes the value now computes the result.</summary>
    private static bool IsFolded(string type, ComputedValue value, ConstantTensor constant, bool isRight)
    {
        if (ByChannel(value, constant) is { } numbers)
        {
            (Func<double, double> factor, Func<double, double> term)? affine = (type, isRight) switch
            {
                ("Add", _) => (_ => 1, number => number),
                ("Sub", true) => (_ => 1, number => -number),
                ("Sub", false) => (_ => -1, number => number),
                ("Mul", _) => (number => number, _ => 0),
                ("Div", true) => (number => 1 / number, _ => 0),
                _ => null,
            };
            return affine is var (factor, term) && AffineFolding.TryFold(value, [.. numbers.Select(factor)], [.. numbers.Select(term)]);
        }

        return false;
    }

    /// <summary>The constant as one number for each channel, or null where it is more.</summary>
    private static double[]? ByChannel(ComputedValue value, ConstantTensor constant)
    {
        int[] shape = value.Shape;
        int channels = AffineFolding.ChannelAxis(value);
        bool fits = shape.Length >= 2 && constant.Rank <= shape.Length;
        for (int axis = 0; fits && axis < constant.Rank; axis++)
        {
            int own = shape.Length - constant.Rank + axis;
            fits = constant.Shape[axis] == 1 || (own == channels && constant.Shape[axis] == shape[channels]);
        }

        if (!fits)
        {
            return null;
        }

        float[] numbers = constant.Floats;
        return [.. Enumerable.Range(0, shape[channels]).Select(channel => (double)numbers[numbers.Length == 1 ? 0 : channel])];
    }

    private static ConstantTensor Compute(NodeImport node, ConstantTensor left, ConstantTensor right)
    {
        int[] shape = Dimensions.Broadcast(left.Shape, right.Shape);
        node.Memory.Take(shape);
        (ConstantTensor a, ConstantTensor b) = (left.Spread(shape), right.Spread(shape));
        return a.IsFloat
            ? new(shape, [.. a.Floats.Zip(b.Floats, (x, y) => Compute(node.Type, x, y))])
            : new(shape, [.. a.Integers.Zip(b.Integers, (x, y) => Compute(node.Type, x, y))]);
    }

    private static float Compute(string type, float left, float right) => type switch
    {
        "Add" => left + right,
        "Sub" => left - right,
        "Mul" => left * right,
        _ => left / right,
    };

    private static long Compute(string type, long left, long right) => type switch
    {
        "Add" => left + right,
        "Sub" => left - right,
        "Mul" => left * right,
        _ => right == 0 ? throw new NodeException("it divides by zero") : left / right,
    };
}
