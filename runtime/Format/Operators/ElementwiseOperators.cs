namespace DeepCompression.Aot.Format;

/// <summary>max(x, 0), element by element.</summary>
internal sealed record ReluOperator(int Input) : Operator
{
    public override OperatorKind Kind => OperatorKind.Relu;

    public override EquatableArray<int> Inputs => new([Input]);

    public static ReluOperator Read(ref BitReader reader, ShapeInference shapes) => new(ReadInput(ref reader, shapes));

    public override TensorShape InferShape(ShapeInference shapes) => shapes.Value(Input);
}

/// <summary>The sum of two values of the same shape.</summary>
internal sealed record AddOperator(int Left, int Right) : Operator
{
    public override OperatorKind Kind => OperatorKind.Add;

    public override EquatableArray<int> Inputs => new([Left, Right]);

    public static AddOperator Read(ref BitReader reader, ShapeInference shapes) => new(ReadInput(ref reader, shapes), ReadInput(ref reader, shapes));

    public override TensorShape InferShape(ShapeInference shapes)
    {
        TensorShape left = shapes.Value(Left);
        TensorShape right = shapes.Value(Right);
        ShapeInference.Require(left == right, $"adds {left} and {right}; both must be of one shape");
        return left;
    }
}
