namespace DeepCompression.Aot.Trainer.Import.Operators;

/// <summary>Operators that keep all elements in their order: they change only what the shape is called.</summary>
internal static class ReshapeImport
{
    public static ImportedValue[] Reshape(NodeImport node)
    {
        long[] wanted = node.Constant(1, "shape").Integers;
        int[] shape = node.Input(0).Shape;
        bool copiesZeros = !node.Attributes.Flag("allowzero");
        long[] sizes = [.. wanted.Select((size, axis) => size == 0 && copiesZeros && axis < shape.Length ? shape[axis] : size)];
        int open = Array.IndexOf(sizes, -1);
        if (open >= 0)
        {
            int others = Dimensions.Count(Sizes([.. sizes.Where(size => size != -1)]));
            sizes[open] = others == 0 ? 0 : Dimensions.Count(shape) / others;
        }

        return Renamed(node, Sizes(sizes));
    }

    public static ImportedValue[] Flatten(NodeImport node)
    {
        int[] shape = node.Input(0).Shape;
        long axis = node.Attributes.Integer("axis", 1);
        int first = axis == shape.Length ? shape.Length : Dimensions.Axis(axis, shape.Length);
        return Renamed(node, [Dimensions.Count(shape.AsSpan(0, first)), Dimensions.Count(shape.AsSpan(first))]);
    }

    public static ImportedValue[] Squeeze(NodeImport node)
    {
        int[] shape = node.Input(0).Shape;
        int[] axes = node.IntegersOf("axes", 1) is { } given
            ? [.. given.Select(axis => Dimensions.Axis(axis, shape.Length))]
            : [.. Enumerable.Range(0, shape.Length).Where(axis => shape[axis] == 1)];
        return Renamed(node, [.. shape.Where((_, axis) => !axes.Contains(axis))]);
    }

    public static ImportedValue[] Unsqueeze(NodeImport node)
    {
        long[] given = node.IntegersOf("axes", 1) ?? throw new NodeException("it has no axes");
        int rank = node.Input(0).Shape.Length + given.Length;
        int[] axes = [.. given.Select(axis => Dimensions.Axis(axis, rank))];
        var sizes = new Queue<int>(node.Input(0).Shape);
        return axes.Distinct().Count() == axes.Length
            ? Renamed(node, [.. Enumerable.Range(0, rank).Select(axis => axes.Contains(axis) ? 1 : sizes.Dequeue())])
            : throw new NodeException("an axis stands twice");
    }

    /// <summary>Sizes of dimensions, each of which must be one.</summary>
    public static int[] Sizes(long[] sizes) => Array.TrueForAll(sizes, size => size is >= 0 and <= int.MaxValue)
        ? [.. sizes.Select(size => (int)size)]
        : throw new NodeException($"{string.Join('×', sizes)} is no shape");

    private static ImportedValue[] Renamed(NodeImport node, int[] shape)
    {
        int[] old = node.Input(0).Shape;
        if (Dimensions.Count(shape) != Dimensions.Count(old))
        {
            throw new NodeException($"the elements of {Dimensions.Text(old)} do not fill {Dimensions.Text(shape)}");
        }

        return node.Input(0) switch
        {
            ConstantValue constant => [constant with { Tensor = constant.Tensor.Reshape(shape) }],
            ComputedValue value => [value with { ModelShape = shape }],
            _ => throw new NodeException("its input is not known"),
        };
    }
}
