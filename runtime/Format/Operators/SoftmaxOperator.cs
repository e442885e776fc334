namespace DeepCompression.Aot.Format;

/// <summary>exp(x) divided by its sum over a vector.</summary>
internal sealed record SoftmaxOperator(int Input) : Operator
{
    public override OperatorKind Kind => OperatorKind.Softmax;

    public override EquatableArray<int> Inputs => new([Input]);

    public static SoftmaxOperator Read(ref BitReader reader, ShapeInference shapes) => new(ReadInput(ref reader, shapes));

    public override TensorShape InferShape(ShapeInference shapes) => shapes.Value(Input, rank: 1);
}
