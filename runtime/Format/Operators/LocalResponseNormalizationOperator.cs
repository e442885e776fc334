namespace DeepCompression.Aot.Format;

/// <summary>
/// Each element divided by (offset + scale ÷ size · the sum of the squares at its place in the <c>size</c> channels around its own) to
/// the power of an exponent; channels that do not exist count as zero. Of an even size, one channel more is behind than before.
/// </summary>
/// <param name="Input">The value it reads, channels first.</param>
/// <param name="Size">The channels that are summed over, at least 1.</param>
/// <param name="Scale">What multiplies the mean of squares, not negative; ONNX calls it alpha.</param>
/// <param name="Exponent">The power; ONNX calls it beta.</param>
/// <param name="Offset">What is added before, greater than zero; ONNX calls it bias.</param>
internal sealed record LocalResponseNormalizationOperator(int Input, int Size, float Scale, float Exponent, float Offset) : Operator
{
    public override OperatorKind Kind => OperatorKind.LocalResponseNormalization;

    public override EquatableArray<int> Inputs => new([Input]);

    public static LocalResponseNormalizationOperator Read(ref BitReader reader, ShapeInference shapes) => new(
        ReadInput(ref reader, shapes), reader.ReadNumber(), reader.ReadSingle(), reader.ReadSingle(), reader.ReadSingle());

    public override TensorShape InferShape(ShapeInference shapes)
    {
        ShapeInference.Require(Size >= 1, "it sums over no channel");
        ShapeInference.Require(Scale >= 0 && Offset > 0, "its divisor may be zero: the scale must not be negative, the offset greater than zero");
        return shapes.Value(Input);
    }
}
