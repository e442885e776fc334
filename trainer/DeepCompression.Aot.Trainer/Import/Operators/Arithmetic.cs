using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Trainer.Import.Operators;

/// <summary>Functions of numbers, element by element, for operators that are put together from them.</summary>
internal static class Arithmetic
{
    public static ComputedValue Combine(NodeImport node, BinaryFunction function, ImportedValue left, ImportedValue right) =>
        (ComputedValue)BinaryImport.Emit(node, function, left, right);

    /// <summary>A function of each element and one number.</summary>
    public static ComputedValue Combine(NodeImport node, BinaryFunction function, ComputedValue left, double right) =>
        Combine(node, function, left, new ConstantValue(new ConstantTensor([], [(float)right])));

    public static ComputedValue Times(NodeImport node, ComputedValue value, double factor) =>
        factor.Equals(1) ? value : Combine(node, BinaryFunction.Product, value, factor);

    public static ComputedValue Apply(NodeImport node, UnaryFunction function, ComputedValue value, params float[] settings) =>
        value with { Draft = node.Network.Add((inputs, _) => new UnaryOperator(inputs[0], function, new(settings)), [value.Draft]) };
}
