namespace DeepCompression.Aot.Trainer.Import.Operators;

/// <summary>Axes in another order.</summary>
internal static class TransposeImport
{
    public static ImportedValue[] Import(NodeImport node)
    {
        int[] shape = node.Input(0).Shape;
        long[] order = node.Attributes.Integers("perm") ?? [.. Enumerable.Range(0, shape.Length).Reverse().Select(axis => (long)axis)];
        int[] axes = [.. order.Select(axis => Dimensions.Axis(axis, shape.Length))];
        if (axes.Distinct().Count() != shape.Length)
        {
            throw new NodeException($"the order {string.Join(", ", order)} is none of the axes of {Dimensions.Text(shape)}");
        }

        int[] transposed = [.. axes.Select(axis => shape[axis])];
        return node.Input(0) switch
        {
            ConstantValue { Tensor: var tensor, Name: var name } => [new ConstantValue(Of(tensor, transposed, axes), name)],
            ComputedValue value when KeepsOrder(shape, axes) => [value with { ModelShape = transposed }],
            _ => throw new NodeException("values that the network computes cannot be transposed"),
        };
    }

    /// <summary>Moving axes of size 1 moves no element.</summary>
    private static bool KeepsOrder(int[] shape, int[] axes)
    {
        int[] moved = [.. axes.Where(axis => shape[axis] != 1)];
        return moved.SequenceEqual(moved.Order());
    }

    private static ConstantTensor Of(ConstantTensor tensor, int[] shape, int[] axes)
    {
        int[] steps = Dimensions.Strides(shape);
        int[] strides = Dimensions.Strides(tensor.Shape);
        return tensor.Pick(shape, target =>
        {
            int source = 0;
            for (int axis = 0; axis < shape.Length; axis++)
            {
                source += target / steps[axis] % shape[axis] * strides[axes[axis]];
            }

            return source;
        });
    }
}
