using DeepCompression.Aot.Format;
using DeepCompression.Aot.Runtime.Reference;

namespace DeepCompression.Aot.Trainer.Import.Operators;

/// <summary>Functions of one number, element by element.</summary>
internal static class UnaryImport
{
    /// <summary>An operator that is a function of the format, its parameters attributes of the same names.</summary>
    /// <param name="function">The function.</param>
    /// <param name="defaults">What its parameters are where the node does not say.</param>
    public static NodeImporter Of(UnaryFunction function, params float[] defaults) => node =>
    [
        Emit(node, node.Input(0), function, [.. UnaryFunctions.Parameters(function).Zip(defaults, node.Attributes.Number)]),
    ];

    public static ImportedValue[] Gelu(NodeImport node) => node.Attributes.Text("approximate", "none") switch
    {
        "none" => [Emit(node, node.Input(0), UnaryFunction.Gelu)],
        "tanh" => [Emit(node, node.Input(0), UnaryFunction.GeluTanh)],
        var other => throw new NodeException($"the approximation '{other}' is not known"),
    };

    /// <summary>Bounds that are attributes in old operator sets and inputs in newer ones.</summary>
    public static ImportedValue[] Clip(NodeImport node)
    {
        float lowest = node.Attributes.OptionalNumber("min") ?? Bound(node, 1, "minimum") ?? float.MinValue;
        float highest = node.Attributes.OptionalNumber("max") ?? Bound(node, 2, "maximum") ?? float.MaxValue;
        return [Emit(node, node.Input(0), UnaryFunction.Clip, lowest, highest)];
    }

    /// <summary>The function of a value, or of a constant now.</summary>
    public static ImportedValue Emit(NodeImport node, ImportedValue value, UnaryFunction function, params float[] settings)
    {
        if (value is ConstantValue { Tensor: var tensor } constant)
        {
            var op = new UnaryOperator(0, function, new(settings));
            return constant with { Tensor = new(tensor.Shape, ReferenceUnary.Run(tensor.Floats, op)) };
        }

        return value is ComputedValue computed
            ? node.EmitElementwise(computed, input => new UnaryOperator(input, function, new(settings)))[0]
            : throw new NodeException("its input is not known");
    }

    /// <summary>A bound beyond all numbers is none.</summary>
    private static float? Bound(NodeImport node, int input, string what) => node.OptionalConstant(input, what) is { } bound
        ? Math.Clamp(bound.Numbers[0], float.MinValue, float.MaxValue)
        : null;
}
