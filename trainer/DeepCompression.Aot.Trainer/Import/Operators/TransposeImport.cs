namespace DeepCompression.Aot.Trainer.Import.Operators;

/// <summary>Axes in another order.</summary>
internal static class TransposeImport
{
    public static ImportedValue[] Import(NodeImport node)
    {
        int[] shape = node.Input(0).Shape;
        long[] order = node.Attributes.Integers("perm") ?? [.. Enumerable.Range(0, shape.Length).Reverse().Select(axis => (long)axis)];
        int[] axes = [.. order.Select(axis => Dimensions.Axis(axis, shape.Length))];
        if (axes.Length != shape.Length || axes.Distinct().Count() != shape.Length)
        {
            throw new NodeException($"the order {string.Join(", ", order)} is none of the axes of {Dimensions.Text(shape)}");
        }

        ElementView view = ElementView.Of(shape).Ordered(axes);
        return [view.Apply(node, node.Input(0), view.Sizes)];
    }
}
