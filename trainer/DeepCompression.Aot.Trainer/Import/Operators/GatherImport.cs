namespace DeepCompression.Aot.Trainer.Import.Operators;

/// <summary>Slices of a constant by their indices, such as one dimension of a shape.</summary>
internal static class GatherImport
{
    public static ImportedValue[] Import(NodeImport node)
    {
        ConstantTensor data = node.Constant(0, "data");
        ConstantTensor indices = node.Constant(1, "list of indices");
        int axis = Dimensions.Axis(node.Attributes.Integer("axis", 0), data.Rank);
        int size = data.Shape[axis];
        int[] picked = [.. indices.Integers.Select(index => Dimensions.Axis(index, size))];
        int inner = Dimensions.Count(data.Shape.AsSpan(axis + 1));
        int[] shape = [.. data.Shape[..axis], .. indices.Shape, .. data.Shape[(axis + 1)..]];
        return [new ConstantValue(data.Pick(shape, target =>
        {
            (int outer, int rest) = Math.DivRem(target, picked.Length * inner);
            return (((outer * size) + picked[rest / inner]) * inner) + (rest % inner);
        }))];
    }
}
