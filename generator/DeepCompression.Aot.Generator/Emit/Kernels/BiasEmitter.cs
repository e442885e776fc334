using DeepCompression.Aot.Generator.Model;

namespace DeepCompression.Aot.Generator.Emit;

/// <summary>Prints the kernel of a layer without weights: each output channel is its bias, or zero.</summary>
internal static class BiasEmitter
{
    public static void Emit(CodeWriter code, WeightLayer layer)
    {
        int channels = layer.Weight.Tensor.Shape.Rows;
        int positions = layer switch
        {
            ConvolutionLayer convolution => convolution.Positions,
            GroupedConvolutionLayer grouped => grouped.Positions,
            _ => 1,
        };
        code.Write($$"""
            for (int channel = 0; channel < {{channels}}; channel++)
            {
                output.Slice(channel * {{positions}}, {{positions}}).Fill({{KernelEmitter.Epilogue(layer, "0f", "channel")}});
            }
            """);
    }
}
