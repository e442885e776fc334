namespace DeepCompression.Aot.Format;

/// <summary>
/// A function of two numbers, element by element. Where a dimension of one value is 1, its elements along it stand for all that the
/// other has.
/// </summary>
/// <param name="Left">The value with the first number.</param>
/// <param name="Right">The value with the second; of the same rank.</param>
/// <param name="Function">The function.</param>
internal sealed record BinaryOperator(int Left, int Right, BinaryFunction Function) : Operator
{
    public override OperatorKind Kind => OperatorKind.Binary;

    public override EquatableArray<int> Inputs => new([Left, Right]);

    public static BinaryOperator Read(ref BitReader reader, ShapeInference shapes)
    {
        int left = ReadInput(ref reader, shapes);
        int right = ReadInput(ref reader, shapes);
        int function = reader.ReadNumber();
        reader.Require(BinaryFunctions.IsKnown(function), $"function {function} of two numbers is not known");
        return new(left, right, (BinaryFunction)function);
    }

    public override TensorShape InferShape(ShapeInference shapes)
    {
        TensorShape left = shapes.Value(Left);
        TensorShape right = shapes.Value(Right);
        ShapeInference.Require(left.Rank == right.Rank, $"combines {left} and {right}; both must be of one rank");
        ShapeInference.Require(Function != BinaryFunction.Sum || left != right, "the sum of two values of one shape is an operator of its own");
        var shape = new int[left.Rank];
        for (int axis = 0; axis < shape.Length; axis++)
        {
            (int a, int b) = (left[axis], right[axis]);
            ShapeInference.Require(a == b || a == 1 || b == 1, $"combines {left} and {right}, which do not spread to one shape");
            shape[axis] = Math.Max(a, b);
        }

        var result = new TensorShape(shape);
        ShapeInference.Require(Function != BinaryFunction.PRelu || left == result, $"a slope of {right} does not spread to {left}");
        return result;
    }
}
