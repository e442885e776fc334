namespace DeepCompression.Aot.Format;

/// <summary>
/// A 2-D convolution in groups: the channels of input (C, H, W) and output (O, Y, X) fall into as many groups of equal size, and an
/// output channel reads the input channels of its own group alone. Weight (O, C ÷ groups, window height, window width), bias (O).
/// With as many groups as input channels it is a depthwise convolution.
/// </summary>
internal sealed record GroupedConvolutionOperator(int Input, int Weight, int? Bias, SlidingWindow Window, int Groups) : Operator
{
    public override OperatorKind Kind => OperatorKind.GroupedConvolution;

    public override EquatableArray<int> Inputs => new([Input]);

    public override EquatableArray<int> Parameters => WeightAndBias(Weight, Bias);

    public static GroupedConvolutionOperator Read(ref BitReader reader, ShapeInference shapes)
    {
        int input = ReadInput(ref reader, shapes);
        int outputs = reader.ReadNumber();
        int groups = reader.ReadNumber();
        SlidingWindow window = SlidingWindow.Read(ref reader);
        int channels = shapes.Value(input, rank: 3)[0];
        RequireGroups(groups, channels, outputs);
        int weight = shapes.AddParameter(new(outputs, channels / groups, window.Height, window.Width));
        return new(input, weight, reader.ReadFlag() ? shapes.AddParameter(new(outputs)) : null, window, groups);
    }

    public override TensorShape InferShape(ShapeInference shapes)
    {
        TensorShape input = shapes.Value(Input, rank: 3);
        TensorShape weight = shapes.Parameter(Weight, rank: 4);
        RequireGroups(Groups, input[0], weight[0]);
        ShapeInference.Require(
            weight[1] == input[0] / Groups && weight[2] == Window.Height && weight[3] == Window.Width,
            $"its weight is {weight}, which {Groups} groups of {input} and its window do not make");
        shapes.CheckBias(Bias, weight[0]);
        (int height, int width) = Window.Positions(input[1], input[2]);
        return new TensorShape(weight[0], height, width);
    }

    private static void RequireGroups(int groups, int channels, int outputs) => ShapeInference.Require(
        groups >= 2 && channels % groups == 0 && outputs % groups == 0,
        $"has {groups} groups, into which {channels} input and {outputs} output channels do not fall");
}
