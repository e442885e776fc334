namespace DeepCompression.Aot.Trainer.Import.Operators;

/// <summary>Tensors one after another along an axis.</summary>
internal static class ConcatImport
{
    public static ImportedValue[] Import(NodeImport node)
    {
        if (!node.IsConstant)
        {
            throw new NodeException("values that the network computes cannot be put together");
        }

        ConstantTensor[] parts = [.. node.Inputs.Select((_, i) => node.Constant(i, "part"))];
        int axis = Dimensions.Axis(node.Attributes.Integer("axis", 1), parts[0].Rank);
        return [new ConstantValue(Join(parts, axis))];
    }

    private static ConstantTensor Join(ConstantTensor[] parts, int axis)
    {
        int[] shape = [.. parts[0].Shape];
        shape[axis] = parts.Sum(part => part.Shape[axis]);
        int outer = Dimensions.Count(shape.AsSpan(0, axis));
        return parts[0].IsFloat
            ? new(shape, Join(parts, outer, part => part.Floats))
            : new(shape, Join(parts, outer, part => part.Integers));
    }

    private static T[] Join<T>(ConstantTensor[] parts, int outer, Func<ConstantTensor, T[]> elements) =>
        [.. Enumerable.Range(0, outer).SelectMany(row => parts.SelectMany(part =>
        {
            int block = part.Length / outer;
            return elements(part).AsSpan(row * block, block).ToArray();
        }))];
}
