namespace DeepCompression.Aot.Format;

/// <summary>A fully connected layer: output (M) = weight (M, K) · input (K) + bias (M).</summary>
internal sealed record LinearOperator(int Input, int Weight, int? Bias) : Operator
{
    public override OperatorKind Kind => OperatorKind.Linear;

    public override EquatableArray<int> Inputs => new([Input]);

    public override EquatableArray<int> Parameters => WeightAndBias(Weight, Bias);

    public static LinearOperator Read(ref BitReader reader, ShapeInference shapes)
    {
        int input = ReadInput(ref reader, shapes);
        int outputs = reader.ReadNumber();
        int weight = shapes.AddParameter(new(outputs, shapes.Value(input, rank: 1)[0]));
        return new(input, weight, reader.ReadFlag() ? shapes.AddParameter(new(outputs)) : null);
    }

    public override TensorShape InferShape(ShapeInference shapes)
    {
        TensorShape input = shapes.Value(Input, rank: 1);
        TensorShape weight = shapes.Parameter(Weight, rank: 2);
        ShapeInference.Require(weight[1] == input[0], $"its weight is {weight}, but its input has {input[0]} elements");
        shapes.CheckBias(Bias, weight[0]);
        return new TensorShape(weight[0]);
    }
}
