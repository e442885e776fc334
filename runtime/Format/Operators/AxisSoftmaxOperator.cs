namespace DeepCompression.Aot.Format;

/// <summary>What becomes of the elements along an axis.</summary>
internal enum SoftmaxForm
{
    /// <summary>exp(x) divided by the sum of all exp(x).</summary>
    Softmax = 0,

    /// <summary>The logarithm of that.</summary>
    LogSoftmax = 1,

    /// <summary>1 for the first of the largest elements, 0 for all others.</summary>
    Hardmax = 2,
}

/// <summary>A softmax, its logarithm or its limit, along one axis of a value.</summary>
internal sealed record AxisSoftmaxOperator(int Input, int Axis, SoftmaxForm Form) : Operator
{
    public override OperatorKind Kind => OperatorKind.AxisSoftmax;

    public override EquatableArray<int> Inputs => new([Input]);

    public static AxisSoftmaxOperator Read(ref BitReader reader, ShapeInference shapes)
    {
        int input = ReadInput(ref reader, shapes);
        int axis = reader.ReadNumber();
        int form = reader.ReadNumber();
        reader.Require(form <= (int)SoftmaxForm.Hardmax, $"form {form} of a softmax is not known");
        return new(input, axis, (SoftmaxForm)form);
    }

    public override TensorShape InferShape(ShapeInference shapes)
    {
        TensorShape shape = shapes.Value(Input);
        ShapeInference.Require(Axis < shape.Rank, $"normalises along axis {Axis} of {shape}");
        ShapeInference.Require(Form != SoftmaxForm.Softmax || shape.Rank > 1, "the softmax of a vector is an operator of its own");
        return shape;
    }
}
