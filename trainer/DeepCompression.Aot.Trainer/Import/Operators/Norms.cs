using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Trainer.Import.Operators;

/// <summary>Powers of magnitudes and their roots, which all norms are made of.</summary>
internal static class Norms
{
    /// <summary>|x| to a power.</summary>
    public static ComputedValue Powers(NodeImport node, ComputedValue value, long power) => power switch
    {
        1 => Arithmetic.Apply(node, UnaryFunction.Abs, value),
        2 => Arithmetic.Combine(node, BinaryFunction.Product, value, value),
        > 2 => Arithmetic.Combine(node, BinaryFunction.Power, Arithmetic.Apply(node, UnaryFunction.Abs, value), power),
        _ => throw new NodeException($"the norm of {power} is not supported"),
    };

    /// <summary>What has the value as its power.</summary>
    public static ComputedValue Root(NodeImport node, ComputedValue value, long power) => power switch
    {
        1 => value,
        2 => Arithmetic.Apply(node, UnaryFunction.Sqrt, value),
        _ => Arithmetic.Combine(node, BinaryFunction.Power, value, 1.0 / power),
    };
}
