namespace DeepCompression.Aot.Format;

/// <summary>Pooling of each channel of an input (C, H, W) over a window; padding never contributes.</summary>
internal abstract record PoolOperator(int Input, SlidingWindow Window) : Operator
{
    public override EquatableArray<int> Inputs => new([Input]);

    public override TensorShape InferShape(ShapeInference shapes)
    {
        TensorShape input = shapes.Value(Input, rank: 3);
        (int height, int width) = Window.Positions(input[1], input[2]);
        return new TensorShape(input[0], height, width);
    }
}

/// <summary>The largest element in the window.</summary>
internal sealed record MaxPoolOperator(int Input, SlidingWindow Window) : PoolOperator(Input, Window)
{
    public override OperatorKind Kind => OperatorKind.MaxPool;

    public static MaxPoolOperator Read(ref BitReader reader, ShapeInference shapes) => new(ReadInput(ref reader, shapes), SlidingWindow.Read(ref reader));
}

/// <summary>The mean of the elements in the window, padding not counted.</summary>
internal sealed record AveragePoolOperator(int Input, SlidingWindow Window) : PoolOperator(Input, Window)
{
    public override OperatorKind Kind => OperatorKind.AveragePool;

    public static AveragePoolOperator Read(ref BitReader reader, ShapeInference shapes) => new(ReadInput(ref reader, shapes), SlidingWindow.Read(ref reader));
}
