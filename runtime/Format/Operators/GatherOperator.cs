namespace DeepCompression.Aot.Format;

/// <summary>Slices of a value along an axis, by indices that the network knows: out[…, j, …] = in[…, Indices[j], …].</summary>
internal sealed record GatherOperator(int Input, int Axis, EquatableArray<int> Indices) : Operator
{
    public override OperatorKind Kind => OperatorKind.Gather;

    public override EquatableArray<int> Inputs => new([Input]);

    public static GatherOperator Read(ref BitReader reader, ShapeInference shapes)
    {
        int input = ReadInput(ref reader, shapes);
        int axis = reader.ReadNumber();
        return new(input, axis, ReadSteps(ref reader, reader.ReadCount(1)));
    }

    public override TensorShape InferShape(ShapeInference shapes)
    {
        TensorShape input = shapes.Value(Input);
        int size = input.AxisSize(Axis);
        foreach (int index in Indices.AsSpan())
        {
            ShapeInference.Require(index >= 0 && index < size, $"takes slice {index} of {size}");
        }

        return input.With(Axis, Indices.Length);
    }
}
