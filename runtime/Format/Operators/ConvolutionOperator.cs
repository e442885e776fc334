namespace DeepCompression.Aot.Format;

/// <summary>
/// A 2-D convolution (cross-correlation): input (C, H, W), weight (O, C, window height, window width), bias (O), output (O, Y, X).
/// </summary>
internal sealed record ConvolutionOperator(int Input, int Weight, int? Bias, SlidingWindow Window) : Operator
{
    public override OperatorKind Kind => OperatorKind.Convolution;

    public override EquatableArray<int> Inputs => new([Input]);

    public override EquatableArray<int> Parameters => WeightAndBias(Weight, Bias);

    public static ConvolutionOperator Read(ref BitReader reader, ShapeInference shapes)
    {
        int input = ReadInput(ref reader, shapes);
        int outputs = reader.ReadNumber();
        SlidingWindow window = SlidingWindow.Read(ref reader);
        int weight = shapes.AddParameter(new(outputs, shapes.Value(input, rank: 3)[0], window.Height, window.Width));
        return new(input, weight, reader.ReadFlag() ? shapes.AddParameter(new(outputs)) : null, window);
    }

    public override TensorShape InferShape(ShapeInference shapes)
    {
        TensorShape input = shapes.Value(Input, rank: 3);
        TensorShape weight = shapes.Parameter(Weight, rank: 4);
        ShapeInference.Require(weight[1] == input[0], $"its weight is {weight}, but its input has {input[0]} channels");
        ShapeInference.Require(
            weight[2] == Window.Height && weight[3] == Window.Width, $"its weight is {weight}, but its window is not");
        shapes.CheckBias(Bias, weight[0]);
        (int height, int width) = Window.Positions(input[1], input[2]);
        return new TensorShape(weight[0], height, width);
    }
}
