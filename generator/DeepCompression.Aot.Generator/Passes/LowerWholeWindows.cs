using DeepCompression.Aot.Generator.Model;

namespace DeepCompression.Aot.Generator.Passes;

/// <summary>
/// Makes a convolution whose window is as large as its input a fully connected layer, which it is: one output for each channel, a
/// product of a row of weights and all elements of the input.
/// </summary>
internal static class LowerWholeWindows
{
    public static ModelPlan Run(ModelPlan plan) => plan with { Layers = new([.. plan.Layers.Select(Lower)]) };

    private static Layer Lower(Layer layer) =>
        layer is ConvolutionLayer { Pools: false } convolution
            && convolution.Window.Height == convolution.InputShape[1] && convolution.Window.Width == convolution.InputShape[2]
            ? new LinearLayer(convolution.Output, convolution.Input, convolution.Weight, convolution.Bias) { Relu = convolution.Relu }
            : layer;
}
