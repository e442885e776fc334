using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Trainer.Import.Operators;

/// <summary>Tensors one after another along an axis.</summary>
internal static class ConcatImport
{
    public static ImportedValue[] Import(NodeImport node)
    {
        return node.IsConstant ? Constants(node) : Values(node);
    }

    private static ImportedValue[] Values(NodeImport node)
    {
        ComputedValue[] parts = [.. node.Inputs.Select((_, i) => node.Computed(i))];
        int[] shape = [.. parts[0].Shape];
        int axis = Dimensions.Axis(node.Attributes.Integer("axis", 1), shape.Length);
        shape[axis] = parts.Sum(part => part.Shape[axis]);
        if (parts.Length == 1)
        {
            return [parts[0]];
        }

        bool hasBatch = shape.Length > 1 && shape[0] == 1 && axis > 0;
        if (shape.Length > 1 && !hasBatch && parts.Any(part => part.Shape[0] == 1))
        {
            throw new NodeException("samples of a batch cannot be put together");
        }

        ValueDraft[] drafts = [.. parts.Select(node.Network.Natural)];
        ValueDraft joined = node.Network.Add((inputs, _) => new ConcatOperator(new(inputs), hasBatch ? axis - 1 : axis), drafts);
        return [new ComputedValue(joined, shape)];
    }

    private static ImportedValue[] Constants(NodeImport node)
    {
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
