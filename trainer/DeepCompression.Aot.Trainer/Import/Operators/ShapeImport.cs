namespace DeepCompression.Aot.Trainer.Import.Operators;

/// <summary>The shape of a value, which is always known.</summary>
internal static class ShapeImport
{
    public static ImportedValue[] Import(NodeImport node)
    {
        int[] shape = node.Input(0).Shape;
        int start = Bound(node.Attributes.Integer("start", 0), shape.Length);
        int end = Bound(node.Attributes.Integer("end", shape.Length), shape.Length);
        return [new ConstantValue(new ConstantTensor([.. shape[start..Math.Max(start, end)].Select(size => (long)size)]))];
    }

    /// <summary>The number of its elements.</summary>
    public static ImportedValue[] Size(NodeImport node) => [new ConstantValue(new ConstantTensor([], [(long)Dimensions.Count(node.Input(0).Shape)]))];

    private static int Bound(long axis, int rank) => (int)Math.Clamp(axis < 0 ? axis + rank : axis, 0, rank);
}
