namespace DeepCompression.Aot.Format;

/// <summary>How an axis grows around and between the slices that are there.</summary>
/// <param name="Before">Slices before the first.</param>
/// <param name="After">Slices after the last.</param>
/// <param name="Step">From one slice to the next; 1 leaves them side by side.</param>
internal readonly record struct AxisMargin(int Before, int After, int Step)
{
    public static AxisMargin None => new(0, 0, 1);

    /// <summary>The size of an axis that grows.</summary>
    public long Grown(int size) => Before + ((size - 1L) * Step) + 1 + After;
}

/// <summary>A value set into a larger one that is filled with one number otherwise: padding of any axis, and spreading.</summary>
internal sealed record InsetOperator(int Input, EquatableArray<AxisMargin> Margins, float Filling) : Operator
{
    public override OperatorKind Kind => OperatorKind.Inset;

    public override EquatableArray<int> Inputs => new([Input]);

    public static InsetOperator Read(ref BitReader reader, ShapeInference shapes)
    {
        int input = ReadInput(ref reader, shapes);
        var margins = new AxisMargin[shapes.Value(input).Rank];
        for (int axis = 0; axis < margins.Length; axis++)
        {
            (int before, int after, int between) = (reader.ReadNumber(), reader.ReadNumber(), reader.ReadNumber());
            reader.Require(between < int.MaxValue, "an integer is out of range");
            margins[axis] = new(before, after, between + 1);
        }

        bool isZero = reader.ReadFlag();
        float filling = isZero ? 0 : reader.ReadSingle();
        reader.Require(isZero || filling != 0, "zeros are not written as a number");
        return new(input, new(margins), filling);
    }

    public override TensorShape InferShape(ShapeInference shapes)
    {
        TensorShape input = shapes.Value(Input);
        ShapeInference.Require(Margins.Length == input.Rank, $"it has margins of {Margins.Length} axes for {input}");
        TensorShape grown = input;
        for (int axis = 0; axis < input.Rank; axis++)
        {
            AxisMargin margin = Margins[axis];
            ShapeInference.Require(
                margin.Before >= 0 && margin.After >= 0 && margin.Step >= 1 && (margin.Step == 1 || input[axis] > 1),
                "a margin is negative, or between the slices of an axis of size 1");
            ShapeInference.Require(margin.Grown(input[axis]) <= int.MaxValue, "an axis grows too large");
            grown = grown.With(axis, (int)margin.Grown(input[axis]));
        }

        ShapeInference.Require(grown != input, "a margin of nothing is not written");
        return grown;
    }
}
