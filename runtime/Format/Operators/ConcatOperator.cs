namespace DeepCompression.Aot.Format;

/// <summary>Values one after another along an axis; in all other dimensions they are alike.</summary>
internal sealed record ConcatOperator(EquatableArray<int> Parts, int Axis) : Operator
{
    public override OperatorKind Kind => OperatorKind.Concat;

    public override EquatableArray<int> Inputs => Parts;

    public static ConcatOperator Read(ref BitReader reader, ShapeInference shapes)
    {
        var parts = new int[reader.ReadCount(1)];
        for (int i = 0; i < parts.Length; i++)
        {
            parts[i] = ReadInput(ref reader, shapes);
        }

        return new(new(parts), reader.ReadNumber());
    }

    public override TensorShape InferShape(ShapeInference shapes)
    {
        ShapeInference.Require(Parts.Length >= 2, "puts together fewer than two values");
        TensorShape first = shapes.Value(Parts[0]);
        ShapeInference.Require(Axis < first.Rank, $"has an axis {Axis}, but its values have {first.Rank}");
        long length = 0;
        foreach (int part in Parts)
        {
            TensorShape shape = shapes.Value(part);
            ShapeInference.Require(WithLength(shape, 1) == WithLength(first, 1), $"puts {first} and {shape} together along axis {Axis}");
            length += shape[Axis];
        }

        ShapeInference.Require(length <= int.MaxValue, "a tensor would be too long");
        return WithLength(first, (int)length);
    }

    private TensorShape WithLength(TensorShape shape, int length)
    {
        int[] dimensions = shape.Dimensions.AsSpan().ToArray();
        if (Axis < dimensions.Length)
        {
            dimensions[Axis] = length;
        }

        return new(dimensions);
    }
}
