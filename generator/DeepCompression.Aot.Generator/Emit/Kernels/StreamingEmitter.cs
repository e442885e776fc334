using DeepCompression.Aot.Generator.Model;

namespace DeepCompression.Aot.Generator.Emit;

/// <summary>Prints calls of the library's functions that decode the weights as they go.</summary>
internal static class StreamingEmitter
{
    public static void Emit(CodeWriter code, WeightLayer layer)
    {
        string constants = $"{layer.Name}Weights";
        string bias = layer.Bias is null ? "bias: []" : $"{constants}.Bias[..{layer.Weight.Tensor.Shape.Rows}]";
        string relu = layer.Relu ? "true" : "false";
        code.Write(layer is ConvolutionLayer convolution
            ? $"Runtime::StreamingConvolution.Apply({constants}.Packed, {constants}.Codebook, {bias}, {WeightsEmitter.ShapeArguments(convolution)}, input, output, relu: {relu});"
            : $"Runtime::StreamingProduct.Apply({constants}.Packed, {constants}.Codebook, {bias}, input, output, relu: {relu});");
    }
}
