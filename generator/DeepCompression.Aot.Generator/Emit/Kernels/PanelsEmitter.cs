using DeepCompression.Aot.Generator.Model;

namespace DeepCompression.Aot.Generator.Emit;

/// <summary>Prints the convolution as a tiled product: a call of the library's loops, and the constants they are specialised for.</summary>
internal static class PanelsEmitter
{
    public static void Emit(CodeWriter code, WeightLayer layer, PanelsKernel kernel)
    {
        code.Write($"Runtime::PanelConvolution.Run{kernel.Lanes * 32}<{TileName(layer, kernel)}>(");
        code.WriteIndented($"{layer.Name}{kernel.Panels.Suffix}.Weights, input, output, scratch);");
    }

    public static void EmitBytes(CodeWriter code, WeightLayer layer, BytePanelsKernel kernel)
    {
        RowGroupEmitter.EmitActivations(code, "ActivationOctets", kernel.Activations);
        code.Write($"Runtime::BytePanelConvolution.Run<{TileName(layer, kernel)}>(");
        code.WriteIndented($"{layer.Name}{kernel.Panels.Suffix}.Weights, input, activations, output, scratch, relu: {Flag(layer.Relu)});");
    }

    /// <summary>The struct of constants.</summary>
    public static void EmitTile(CodeWriter code, ConvolutionLayer layer, PanelsKernel kernel) =>
        EmitTile(code, layer, kernel, kernel.Panels, kernel.LastVectors, layer.Relu);

    /// <summary>The struct of constants; sums are rectified once they are floats again.</summary>
    public static void EmitTile(CodeWriter code, ConvolutionLayer layer, BytePanelsKernel kernel) =>
        EmitTile(code, layer, kernel, kernel.Panels.Sizes, kernel.LastVectors, relu: false);

    private static void EmitTile(CodeWriter code, ConvolutionLayer layer, Kernel kernel, PanelsLayout sizes, int lastVectors, bool relu)
    {
        code.Document($"The constants of {layer.Name}{kernel.Suffix}.");
        code.Open($"private readonly struct {TileName(layer, kernel)} : Runtime::IPanelTile");
        code.Write($"public static int Vectors => {sizes.Vectors};");
        code.Write($"public static int LastVectors => {lastVectors};");
        code.Write($"public static int Rows => {sizes.Rows};");
        code.Write($"public static int Positions => {layer.Positions};");
        code.Write($"public static bool Relu => {Flag(relu)};");
        ThreadsEmitter.EmitConstant(code, kernel);
        code.Close();
    }

    private static string TileName(WeightLayer layer, Kernel kernel) => $"{layer.Name}{kernel.ConstantsSuffix}";

    private static string Flag(bool value) => value ? "true" : "false";
}
