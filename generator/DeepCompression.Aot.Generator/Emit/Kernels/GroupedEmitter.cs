using DeepCompression.Aot.Format;
using DeepCompression.Aot.Generator.Model;

namespace DeepCompression.Aot.Generator.Emit;

/// <summary>Prints the call of the library's convolution in groups.</summary>
internal static class GroupedEmitter
{
    public static void Emit(CodeWriter code, GroupedConvolutionLayer layer)
    {
        string constants = $"{layer.Name}Weights";
        string weights = layer.Weight.Tensor is CodedTensor ? $"{layer.Name}DenseRows.Weights" : $"{constants}.Values";
        string bias = layer.Bias is null ? "default" : $"{constants}.Bias";
        (TensorShape input, SlidingWindow window) = (layer.InputShape, layer.Window);
        code.Write($$"""
            Runtime::GroupedShape shape = new(
                Groups: {{layer.Groups}}, GroupInputs: {{input[0] / layer.Groups}}, GroupOutputs: {{layer.OutputShape[0] / layer.Groups}}, Height: {{input[1]}}, Width: {{input[2]}},
                WindowHeight: {{window.Height}}, WindowWidth: {{window.Width}}, StrideY: {{window.StrideY}}, StrideX: {{window.StrideX}});
            Runtime::GroupedConvolution.Apply(input, {{weights}}, {{bias}}, output, shape, relu: {{(layer.Relu ? "true" : "false")}});
            """);
    }
}
