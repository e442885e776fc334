namespace DeepCompression.Aot.Format;

/// <summary>The same elements in the same order as a vector.</summary>
internal sealed record FlattenOperator(int Input) : Operator
{
    public override OperatorKind Kind => OperatorKind.Flatten;

    public override EquatableArray<int> Inputs => new([Input]);

    public static FlattenOperator Read(ref BitReader reader, ShapeInference shapes) => new(ReadInput(ref reader, shapes));

    public override TensorShape InferShape(ShapeInference shapes) =>
        new((int)shapes.Value(Input).ElementCount);
}
