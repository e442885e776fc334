namespace DeepCompression.Aot.Trainer.Import;

/// <summary>
/// Which operators mean the same on integers as on the numbers that inference has in their place: any other would give wrong answers
/// without a sign of it, such as a quotient that is not whole, so it is refused there.
/// </summary>
internal static class IntegerOperators
{
    /// <summary>Those whose outputs are integers where their inputs are.</summary>
    private static readonly HashSet<string> Same = new(StringComparer.Ordinal)
    {
        "Abs", "Add", "Clip", "Concat", "DepthToSpace", "Dropout", "Expand", "Flatten", "Gather", "GatherElements", "Identity", "MatMul", "Max", "MaxPool",
        "Min", "Mul", "Neg", "Pad", "ReduceMax", "ReduceMin", "ReduceProd", "ReduceSum", "Relu", "Reshape", "ReverseSequence", "Slice", "SpaceToDepth",
        "Split", "Squeeze", "Sub", "Sum", "Tile", "Transpose", "Unsqueeze",
    };

    /// <summary>Those that know of integers themselves.</summary>
    private static readonly HashSet<string> Own = new(StringComparer.Ordinal) 
    {
        "ArgMax", "ArgMin", "Cast", "ConvInteger", "DequantizeLinear", "Div", "MatMulInteger", "Pow", "QLinearConv", "QLinearMatMul", "Shape", "Size", "Where",
    };

    /// <exception cref="NodeException">The operator would not mean the same.</exception>
    public static void Require(string type, IEnumerable<ImportedValue?> inputs)
    {
        if (HasInteger(inputs) && !Same.Contains(type) && !Own.Contains(type))
        {
            throw new NodeException("it computes with integers, which inference does not have");
        }
    }

    /// <summary>The outputs, marked as integers where they are.</summary>
    public static ImportedValue[] Mark(string type, IEnumerable<ImportedValue?> inputs, ImportedValue[] outputs) =>
        Same.Contains(type) && HasInteger(inputs)
            ? [.. outputs.Select(output => output is ComputedValue value ? value with { IsInteger = true } : output)]
            : outputs;

    private static bool HasInteger(IEnumerable<ImportedValue?> inputs) => inputs.Any(input => input is ComputedValue { IsInteger: true });
}
