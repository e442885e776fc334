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
        int axis = Axis(node);
        ComputedValue[] parts = [.. node.Inputs.Select((_, i) => node.Computed(i))];
        int[] shape = Joined(parts, axis);
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
        int axis = Axis(node);
        ConstantValue[] parts = [.. node.Inputs.Select((_, i) => node.ConstantInput(i, "part"))];
        return [new ConstantValue(Join([.. parts.Select(part => part.Tensor)], axis, Joined(parts, axis)))];
    }

    private static int Axis(NodeImport node) => Dimensions.Axis(node.Attributes.Integer("axis", 1), node.Input(0).Shape.Length);

    /// <summary>The shape of parts one after another; their sizes differ along the axis alone.</summary>
    private static int[] Joined(IReadOnlyList<ImportedValue> parts, int axis)
    {
        int[] shape = [.. parts[0].Shape];
        long length = 0;
        foreach (int[] part in parts.Select(part => part.Shape))
        {
            if (part.Length != shape.Length || part.Where((size, other) => other != axis && size != shape[other]).Any())
            {
                throw new NodeException($"{Dimensions.Text(parts[0].Shape)} and {Dimensions.Text(part)} do not fit together along axis {axis}");
            }

            length += part[axis];
        }

        shape[axis] = length <= int.MaxValue ? (int)length : throw new NodeException($"axis {axis} would have a size of {length}");
        return shape;
    }

    private static ConstantTensor Join(ConstantTensor[] parts, int axis, int[] shape)
    {
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
