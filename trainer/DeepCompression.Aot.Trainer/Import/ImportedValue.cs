using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Trainer.Import;

/// <summary>What a name of the model stands for.</summary>
internal abstract record ImportedValue
{
    /// <summary>The shape that the model gives it, the batch first where there is one.</summary>
    public abstract int[] Shape { get; }
}

/// <summary>A value that is known now.</summary>
internal sealed record ConstantValue(ConstantTensor Tensor, string Name = "") : ImportedValue
{
    public override int[] Shape => Tensor.Shape;
}

/// <summary>
/// A value that inference computes. Its shape in the model may be another than in the artifact, which has the same elements in the
/// same order: reshaping costs nothing until an operator needs one shape in particular.
/// </summary>
internal sealed record ComputedValue(ValueDraft Draft, int[] ModelShape) : ImportedValue
{
    /// <summary>Whether the model has integers here, or truth values, which inference computes as numbers: exact up to 2^24.</summary>
    public bool IsInteger { get; init; }

    public override int[] Shape => ModelShape;

    /// <summary>The value of a batch of one.</summary>
    public static ComputedValue OfBatch(ValueDraft draft) => new(draft, [1, .. draft.Shape.Dimensions]);

    /// <summary>The shape without the batch: what the artifact calls the value by default. A scalar has one element.</summary>
    public TensorShape NaturalShape => Shape switch
    {
        [] => new(1),
        [1, .. var rest] when rest.Length > 0 => new(rest),
        _ => new(Shape),
    };
}

/// <summary>What a node that cannot be imported would compute; nodes that read it are not looked at again.</summary>
internal sealed record UnknownValue : ImportedValue
{
    public override int[] Shape => [];
}
