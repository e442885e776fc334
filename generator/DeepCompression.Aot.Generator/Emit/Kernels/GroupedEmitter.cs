using DeepCompression.Aot.Format;
using DeepCompression.Aot.Generator.Model;

namespace DeepCompression.Aot.Generator.Emit;

/// <summary>Prints the call of the library's convolution in groups.</summary>
internal static class GroupedEmitter
{
    public static void Emit(CodeWriter code, GroupedConvolutionLayer layer, Kernel kernel)
    {
        string constants = $"{layer.Name}Weights";
        string weights = kernel switch
        {
            StreamedGroupedKernel => "scratch",
            { Layout: DenseRowsLayout layout } => $"{layer.Name}{layout.Suffix}.Weights",
            _ => $"{constants}.Values",
        };
        string bias = layer.Bias is null ? "default" : $"{constants}.Bias";
        (TensorShape input, SlidingWindow window) = (layer.InputShape, layer.Window);
        if (kernel is StreamedGroupedKernel)
        {
            code.Write($"Runtime::DenseRows.Decode({constants}.Packed, {constants}.Codebook, scratch);");
        }

        code.Write($$"""
            Runtime::GroupedShape shape = new(
                Groups: {{layer.Groups}}, GroupInputs: {{input[0] / layer.Groups}}, GroupOutputs: {{layer.OutputShape[0] / layer.Groups}}, Height: {{input[1]}}, Width: {{input[2]}},
                WindowHeight: {{window.Height}}, WindowWidth: {{window.Width}}, StrideY: {{window.StrideY}}, StrideX: {{window.StrideX}});
            Runtime::GroupedConvolution.Apply(input, {{weights}}, {{bias}}, output, shape, relu: {{(layer.Relu ? "true" : "false")}});
            """);
    }
}
