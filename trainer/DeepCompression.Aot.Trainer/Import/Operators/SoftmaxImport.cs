using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Trainer.Import.Operators;

/// <summary>Softmax, its logarithm and its limit.</summary>
internal static class SoftmaxImport
{
    /// <summary>From this operator set on, one axis is normalised; before, all from the axis on.</summary>
    private const int OneAxis = 13;

    public static ImportedValue[] Softmax(NodeImport node) => Import(node, SoftmaxForm.Softmax);

    public static ImportedValue[] LogSoftmax(NodeImport node) => Import(node, SoftmaxForm.LogSoftmax);

    public static ImportedValue[] Hardmax(NodeImport node) => Import(node, SoftmaxForm.Hardmax);

    private static ImportedValue[] Import(NodeImport node, SoftmaxForm form)
    {
        ComputedValue value = node.Computed(0);
        int axis = Dimensions.Axis(node.Attributes.Integer("axis", node.OperatorSet < OneAxis ? 1 : -1), value.Shape.Length);
        int rows = Dimensions.Count(value.Shape.AsSpan(0, axis));
        int length = node.OperatorSet < OneAxis ? Dimensions.Count(value.Shape.AsSpan(axis)) : value.Shape[axis];
        int step = Dimensions.Count(value.Shape) / rows / length;
        return [value with { Draft = Along(node, value, form, rows, length, step) }];
    }

    /// <summary>Along the middle one of three dimensions; of the others, those of one element are left out.</summary>
    private static ValueDraft Along(NodeImport node, ComputedValue value, SoftmaxForm form, int rows, int length, int step)
    {
        TensorShape shape = new([.. new[] { rows }.Where(size => size > 1), length, .. new[] { step }.Where(size => size > 1)]);
        return node.Network.Add(
            (inputs, _) => form == SoftmaxForm.Softmax && shape.Rank == 1
                ? new SoftmaxOperator(inputs[0])
                : new AxisSoftmaxOperator(inputs[0], rows > 1 ? 1 : 0, form),
            [node.Network.Shaped(value.Draft, shape)]);
    }
}
