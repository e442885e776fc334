namespace DeepCompression.Aot.Format;

/// <summary>A tensor of the file as a value: the same in every inference.</summary>
internal sealed record ConstantOperator(int Tensor) : Operator
{
    public override OperatorKind Kind => OperatorKind.Constant;

    public override EquatableArray<int> Inputs => EquatableArray<int>.Empty;

    public override EquatableArray<int> Parameters => new([Tensor]);

    public static ConstantOperator Read(ref BitReader reader, ShapeInference shapes)
    {
        int rank = reader.ReadNumber();
        reader.Require(rank is >= 1 and <= GraphReader.MaxRank, $"a constant has {rank} dimensions, not 1 to {GraphReader.MaxRank}");
        var dimensions = new int[rank];
        for (int axis = 0; axis < rank; axis++)
        {
            dimensions[axis] = reader.ReadNumber();
        }

        return new(shapes.AddParameter(new TensorShape(dimensions)));
    }

    public override TensorShape InferShape(ShapeInference shapes) => shapes.Parameter(Tensor);
}
