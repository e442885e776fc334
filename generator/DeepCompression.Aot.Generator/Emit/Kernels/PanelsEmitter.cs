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

    /// <summary>The struct of constants.</summary>
    public static void EmitTile(CodeWriter code, ConvolutionLayer layer, PanelsKernel kernel)
    {
        code.Document($"The constants of {layer.Name}{kernel.Suffix}.");
        code.Open($"private readonly struct {TileName(layer, kernel)} : Runtime::IPanelTile");
        code.Write($"public static int Vectors => {kernel.Panels.Vectors};");
        code.Write($"public static int LastVectors => {kernel.LastVectors};");
        code.Write($"public static int Rows => {kernel.Panels.Rows};");
        code.Write($"public static int Positions => {layer.Positions};");
        code.Write($"public static bool Relu => {(layer.Relu ? "true" : "false")};");
        code.Close();
    }

    private static string TileName(WeightLayer layer, PanelsKernel kernel) => $"{layer.Name}{kernel.ConstantsSuffix}";
}
