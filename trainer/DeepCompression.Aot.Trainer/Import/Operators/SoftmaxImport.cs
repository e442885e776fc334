using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Trainer.Import.Operators;

/// <summary>Softmax over all elements of a sample.</summary>
internal static class SoftmaxImport
{
    /// <summary>From this operator set on, one axis is normalised; before, all from the axis on.</summary>
    private const int OneAxis = 13;

    public static ImportedValue[] Import(NodeImport node)
    {
        ComputedValue value = node.Computed(0);
        int axis = Dimensions.Axis(node.Attributes.Integer("axis", node.OperatorSet < OneAxis ? 1 : -1), value.Shape.Length);
        int normalised = node.OperatorSet < OneAxis ? Dimensions.Count(value.Shape.AsSpan(axis)) : value.Shape[axis];
        int all = Dimensions.Count(value.Shape);
        if (normalised != all)
        {
            throw new NodeException($"it normalises {normalised} of {all} elements of a sample at a time; only all at once are supported");
        }

        Format.TensorShape vector = new(all);
        ValueDraft draft = node.Network.Add((inputs, _) => new SoftmaxOperator(inputs[0]), [node.Network.Shaped(value.Draft, vector)]);
        return [value with { Draft = draft }];
    }
}
