namespace DeepCompression.Aot.Format;

/// <summary>The same elements in the same order in another shape, of at least two dimensions.</summary>
internal sealed record ReshapeOperator(int Input, TensorShape Shape) : Operator
{
    public override OperatorKind Kind => OperatorKind.Reshape;

    public override EquatableArray<int> Inputs => new([Input]);

    /// <summary>All dimensions but the last, which follows from the number of elements.</summary>
    public static ReshapeOperator Read(ref BitReader reader, ShapeInference shapes)
    {
        int input = ReadInput(ref reader, shapes);
        int rank = reader.ReadNumber();
        reader.Require(rank is >= 2 and <= GraphReader.MaxRank, $"a reshaped value has {rank} dimensions, not 2 to {GraphReader.MaxRank}");
        var dimensions = new int[rank];
        long rest = shapes.Value(input).ElementCount;
        for (int axis = 0; axis < rank - 1; axis++)
        {
            dimensions[axis] = reader.ReadNumber();
            reader.Require(dimensions[axis] > 0 && rest % dimensions[axis] == 0, "a value is reshaped into dimensions that its elements do not fill");
            rest /= dimensions[axis];
        }

        dimensions[rank - 1] = (int)rest;
        return new(input, new TensorShape(dimensions));
    }

    public override TensorShape InferShape(ShapeInference shapes)
    {
        TensorShape input = shapes.Value(Input);
        long count = 1;
        foreach (int dimension in Shape.Dimensions.AsSpan())
        {
            count = dimension > 0 && count <= int.MaxValue ? count * dimension : 0;
        }

        ShapeInference.Require(Shape.Rank is >= 2 and <= GraphReader.MaxRank, $"reshapes into {Shape}; that needs 2 to {GraphReader.MaxRank} dimensions");
        ShapeInference.Require(count == input.ElementCount, $"reshapes {input} into {Shape}, which has another number of elements");
        ShapeInference.Require(input != Shape, $"reshapes {input} into what it is");
        return Shape;
    }
}
