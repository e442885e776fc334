namespace DeepCompression.Aot.Format;

/// <summary>
/// A fully connected layer over the rows of a value: output (…, M) = input (…, K) · weightᵀ (M, K) + bias (M), for every row by itself.
/// </summary>
internal sealed record LinearRowsOperator(int Input, int Weight, int? Bias) : Operator
{
    public override OperatorKind Kind => OperatorKind.LinearRows;

    public override EquatableArray<int> Inputs => new([Input]);

    public override EquatableArray<int> Parameters => WeightAndBias(Weight, Bias);

    public static LinearRowsOperator Read(ref BitReader reader, ShapeInference shapes)
    {
        int input = ReadInput(ref reader, shapes);
        int outputs = reader.ReadNumber();
        int weight = shapes.AddParameter(new(outputs, shapes.Value(input).RowWidth));
        return new(input, weight, reader.ReadFlag() ? shapes.AddParameter(new(outputs)) : null);
    }

    public override TensorShape InferShape(ShapeInference shapes)
    {
        TensorShape input = shapes.Value(Input);
        TensorShape weight = shapes.Parameter(Weight, rank: 2);
        ShapeInference.Require(input.Rank >= 2, $"takes rows, but value {Input} is a vector");
        ShapeInference.Require(weight[1] == input.RowWidth, $"its weight is {weight}, but the rows of its input have {input.RowWidth} elements");
        shapes.CheckBias(Bias, weight[0]);
        return input.WithRowWidth(weight[0]);
    }
}
