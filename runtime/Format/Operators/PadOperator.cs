namespace DeepCompression.Aot.Format;

/// <summary>Zeros around each plane of an input (C, H, W), for operators that cannot pad enough themselves.</summary>
internal sealed record PadOperator(int Input, int Top, int Left, int Bottom, int Right) : Operator
{
    public override OperatorKind Kind => OperatorKind.Pad;

    public override EquatableArray<int> Inputs => new([Input]);

    public static PadOperator Read(ref BitReader reader, ShapeInference shapes) => new(
        ReadInput(ref reader, shapes), reader.ReadNumber(), reader.ReadNumber(), reader.ReadNumber(), reader.ReadNumber());

    public override TensorShape InferShape(ShapeInference shapes)
    {
        TensorShape input = shapes.Value(Input, rank: 3);
        long height = (long)Top + input[1] + Bottom;
        long width = (long)Left + input[2] + Right;
        ShapeInference.Require((Top | Left | Bottom | Right) != 0, "padding of nothing is not written");
        ShapeInference.Require(height <= int.MaxValue && width <= int.MaxValue, "its padded plane is too large");
        return new TensorShape(input[0], (int)height, (int)width);
    }
}
