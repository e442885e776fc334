using DeepCompression.Aot.Generator.Model;

namespace DeepCompression.Aot.Generator.Emit;

/// <summary>The shape of a convolution as the runtime's loops take it; see IRowConvolution there.</summary>
internal sealed record ConvolutionShape(
    int Channels, int Groups, int GroupStride, int OutputHeight, int OutputWidth, int RowStride, int StrideY, int StrideX, bool Pools, bool Relu)
{
    /// <summary>The shape of a layer; null where it is no convolution.</summary>
    public static ConvolutionShape? Of(Layer layer) => layer switch
    {
        // Every element by itself: a plane is as good as a row, of which several elements are computed at a time.
        ConvolutionLayer { Pools: false, Window: { Height: 1, Width: 1, StrideY: 1, StrideX: 1 } } pointwise =>
            new(pointwise.Channels, 1, 0, 1, pointwise.Positions, pointwise.Positions, 1, 1, Pools: false, pointwise.Relu),
        ConvolutionLayer convolution => new(
            convolution.Channels, 1, 0, convolution.OutputHeight, convolution.OutputWidth, convolution.RowStride,
            convolution.Window.StrideY, convolution.Window.StrideX, convolution.Pools, convolution.Relu),
        GroupedConvolutionLayer grouped => new(
            grouped.OutputShape[0], grouped.Groups, (int)grouped.InputShape.ElementCount / grouped.Groups, grouped.OutputShape[1], grouped.OutputShape[2],
            grouped.InputShape[2], grouped.Window.StrideY, grouped.Window.StrideX, Pools: false, grouped.Relu),
        _ => null,
    };

    /// <summary>The name of a layer's shape: that of the first layer which has it, so that those of one shape share their code.</summary>
    public static string Name(ModelPlan plan, Layer layer) => plan.Layers.First(other => Of(other) == Of(layer)).Name + "Shape";

    /// <summary>Prints the shape as constants of a type, unless a layer before has it.</summary>
    public static void Emit(CodeWriter code, ModelPlan plan, Layer layer)
    {
        if (Of(layer) is not { } shape || Name(plan, layer) != layer.Name + "Shape")
        {
            return;
        }

        code.Document($"The shape of {layer.Name}, and of all layers that have the same.");
        code.Open($"private readonly struct {layer.Name}Shape : Runtime::IRowConvolution");
        code.Write($"""
            public static int Channels => {shape.Channels};
            public static int Groups => {shape.Groups};
            public static int GroupStride => {shape.GroupStride};
            public static int OutputHeight => {shape.OutputHeight};
            public static int OutputWidth => {shape.OutputWidth};
            public static int RowStride => {shape.RowStride};
            public static int StrideY => {shape.StrideY};
            public static int StrideX => {shape.StrideX};
            public static bool Pools => {PlainArguments.Flag(shape.Pools)};
            public static bool Relu => {PlainArguments.Flag(shape.Relu)};
            """);
        code.Close();
        code.Blank();
    }
}
