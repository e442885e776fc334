using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Trainer.Import;

/// <summary>
/// A value as operators along axes read it: in its shape without the batch of one in front, or with it where an axis that they work
/// along is just that one.
/// </summary>
/// <param name="Draft">The value in that shape.</param>
/// <param name="Dropped">Axes that the model's shape has before those of the artifact: 0 or 1.</param>
internal readonly record struct AxisView(ValueDraft Draft, int Dropped)
{
    /// <summary>The value for operators along the given axes of its shape in the model.</summary>
    public static AxisView Of(NodeImport node, ComputedValue value, params ReadOnlySpan<int> axes)
    {
        bool dropsBatch = value.Shape is [1, _, ..] && !axes.Contains(0);
        TensorShape shape = dropsBatch ? value.NaturalShape : new(value.Shape.Length == 0 ? [1] : value.Shape);
        return new(node.Network.Shaped(value.Draft, shape), dropsBatch ? 1 : 0);
    }
}
