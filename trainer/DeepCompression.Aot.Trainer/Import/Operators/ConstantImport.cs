namespace DeepCompression.Aot.Trainer.Import.Operators;

/// <summary>Constants that are nodes.</summary>
internal static class ConstantImport
{
    public static ImportedValue[] Import(NodeImport node)
    {
        NodeAttributes attributes = node.Attributes;
        ConstantTensor tensor = attributes switch
        {
            _ when attributes.Tensor("value") is { } value => node.Tensors.Decode(value),
            _ when attributes.Numbers("value_floats") is { } numbers => new([numbers.Length], numbers),
            _ when attributes.Integers("value_ints") is { } integers => new(integers),
            _ when attributes.OptionalNumber("value_float") is float number => new([], [number]),
            _ when attributes.OptionalInteger("value_int") is long integer => new([], [integer]),
            _ => throw new NodeException("it holds no numbers; only tensors, numbers and integers are read"),
        };
        return [new ConstantValue(tensor)];
    }

    /// <summary>One number repeated.</summary>
    public static ImportedValue[] OfShape(NodeImport node)
    {
        int[] shape = ReshapeImport.Sizes(node.Constant(0, "shape").Integers);
        ConstantTensor element = node.Attributes.Tensor("value") is { } value ? node.Tensors.Decode(value) : new([1], [0f]);
        node.Memory.Take(shape);
        return element.Length == 1
            ? [new ConstantValue(element.Pick(shape, _ => 0))]
            : throw new NodeException($"its value has {element.Length} elements, not 1");
    }

    /// <summary>Numbers at equal distances.</summary>
    public static ImportedValue[] Range(NodeImport node)
    {
        (ConstantTensor start, ConstantTensor limit, ConstantTensor delta) = (node.Constant(0, "start"), node.Constant(1, "limit"), node.Constant(2, "delta"));
        double step = delta.Numbers[0];
        double count = step.Equals(0) ? double.NaN : Math.Max(0, Math.Ceiling((limit.Numbers[0] - (double)start.Numbers[0]) / step));
        if (!(count <= Array.MaxLength))
        {
            throw new NodeException($"it goes from {start.Numbers[0]} to {limit.Numbers[0]} in steps of {delta.Numbers[0]}, which has no end");
        }

        node.Memory.Take((long)count);
        return [new ConstantValue(start.IsFloat
            ? new ConstantTensor([(int)count], [.. Enumerable.Range(0, (int)count).Select(i => (float)(start.Floats[0] + (i * step)))])
            : new ConstantTensor([.. Enumerable.Range(0, (int)count).Select(i => start.Integers[0] + (i * delta.Integers[0]))]))];
    }
}
