namespace DeepCompression.Aot.Trainer.Import.Operators;

/// <summary>Tensors that are repeated: Expand along axes of size 1, Tile as a whole.</summary>
internal static class ExpandImport
{
    public static ImportedValue[] Expand(NodeImport node)
    {
        int[] shape = Dimensions.Broadcast(node.Input(0).Shape, ReshapeImport.Sizes(node.Constant(1, "shape").Integers));
        return [ElementView.Of(node.Input(0).Shape).Spread(shape).Apply(node, node.Input(0), shape)];
    }

    public static ImportedValue[] Tile(NodeImport node)
    {
        int[] shape = node.Input(0).Shape;
        int[] repeats = ReshapeImport.Sizes(node.Constant(1, "list of repeats").Integers);
        if (repeats.Length != shape.Length)
        {
            throw new NodeException($"it has {repeats.Length} repeats for {Dimensions.Text(shape)}");
        }

        ElementView view = ElementView.Of(shape);
        for (int axis = shape.Length - 1; axis >= 0; axis--)
        {
            view = repeats[axis] == 1 ? view : view.Repeated(axis, repeats[axis]);
        }

        return [view.Apply(node, node.Input(0), ReshapeImport.Sizes([.. shape.Select((size, axis) => (long)size * repeats[axis])]))];
    }
}
