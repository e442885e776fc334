namespace DeepCompression.Aot.Format;

/// <summary>
/// Elements of a value by steps: element (i0, i1, …) of the new shape is number Offset + Σ ik · Strides[k] of the input's elements,
/// row-major. Transposing, slicing, reversing, repeating and moving blocks between axes are all this.
/// </summary>
internal sealed record CopyOperator(int Input, TensorShape Shape, EquatableArray<int> Strides, int Offset) : Operator
{
    public override OperatorKind Kind => OperatorKind.Copy;

    public override EquatableArray<int> Inputs => new([Input]);

    public static CopyOperator Read(ref BitReader reader, ShapeInference shapes)
    {
        int input = ReadInput(ref reader, shapes);
        int rank = reader.ReadCount(2);
        reader.Require(rank is >= 1 and <= GraphReader.MaxRank, $"it has {rank} dimensions, not 1 to {GraphReader.MaxRank}");
        var sizes = new int[rank];
        var strides = new int[rank];
        for (int axis = 0; axis < rank; axis++)
        {
            sizes[axis] = reader.ReadNumber();
            strides[axis] = reader.ReadSigned();
        }

        return new(input, new TensorShape(sizes), new(strides), reader.ReadNumber());
    }

    public override TensorShape InferShape(ShapeInference shapes)
    {
        ShapeInference.Require(Shape.Rank == Strides.Length, "its strides are not as many as its dimensions");
        long count = shapes.Value(Input).ElementCount;
        long first = Offset;
        long last = Offset;
        for (int axis = 0; axis < Strides.Length; axis++)
        {
            ShapeInference.Require(Shape[axis] >= 1, "a tensor would have no elements");
            ShapeInference.Require(Shape[axis] > 1 || Strides[axis] == 0, "a stride along an axis of size 1 is not written");
            long reach = (Shape[axis] - 1L) * Strides[axis];
            first += Math.Min(reach, 0);
            last += Math.Max(reach, 0);
        }

        ShapeInference.Require(first >= 0 && last < count, $"copies elements {first} to {last}, but value {Input} has {count}");
        return Shape;
    }
}
