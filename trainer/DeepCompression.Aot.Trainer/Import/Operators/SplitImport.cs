namespace DeepCompression.Aot.Trainer.Import.Operators;

/// <summary>Parts of a tensor along an axis.</summary>
internal static class SplitImport
{
    public static ImportedValue[] Import(NodeImport node)
    {
        int[] shape = node.Input(0).Shape;
        int axis = Dimensions.Axis(node.Attributes.Integer("axis", 0), shape.Length);
        long? wanted = node.Attributes.OptionalInteger("num_outputs");
        long[] sizes = node.IntegersOf("split", 1) ?? Equal(shape[axis], wanted ?? node.OutputCount);
        if (sizes.Any(size => size < 0) || sizes.Sum() != shape[axis])
        {
            throw new NodeException($"parts of {string.Join(", ", sizes)} do not make axis {axis} of {Dimensions.Text(shape)}");
        }

        var parts = new List<ImportedValue>();
        int first = 0;
        foreach (int size in ReshapeImport.Sizes(sizes))
        {
            ElementView view = ElementView.Of(shape).Range(axis, first, size);
            parts.Add(view.Apply(node, node.Input(0), view.Sizes));
            first += size;
        }

        return [.. parts];
    }

    /// <summary>Parts of one size; the last is smaller where they do not fit.</summary>
    private static long[] Equal(int size, long parts)
    {
        if (parts < 1 || parts > size)
        {
            throw new NodeException($"{size} cannot be split into {parts} parts");
        }

        long each = (size + parts - 1) / parts;
        return [.. Enumerable.Range(0, (int)parts).Select(part => Math.Clamp(size - (part * each), 0, each))];
    }
}
