namespace DeepCompression.Aot.Format;

/// <summary>
/// Products of matrices that the network computes: (…, M, K) · (…, K, N) = (…, M, N), for each of the leading dimensions, which are
/// alike or only one side's: a single matrix meets each of the other side's.
/// </summary>
internal sealed record MatMulOperator(int Left, int Right) : Operator
{
    public override OperatorKind Kind => OperatorKind.MatMul;

    public override EquatableArray<int> Inputs => new([Left, Right]);

    public static MatMulOperator Read(ref BitReader reader, ShapeInference shapes) => new(ReadInput(ref reader, shapes), ReadInput(ref reader, shapes));

    public override TensorShape InferShape(ShapeInference shapes)
    {
        TensorShape left = shapes.Value(Left);
        TensorShape right = shapes.Value(Right);
        bool fits = left.Rank >= 2 && right.Rank >= 2 && left[left.Rank - 1] == right[right.Rank - 2];
        for (int axis = 0; fits && left.Rank > 2 && right.Rank > 2 && axis < left.Rank - 2; axis++)
        {
            fits = left.Rank == right.Rank && left[axis] == right[axis];
        }

        ShapeInference.Require(fits, $"multiplies {left} by {right}, which are no matrices that fit");
        TensorShape leading = left.Rank >= right.Rank ? left : right;
        return leading.With(leading.Rank - 2, left[left.Rank - 2]).With(leading.Rank - 1, right[right.Rank - 1]);
    }
}
