using DeepCompression.Aot.Generator.Model;

namespace DeepCompression.Aot.Generator.Emit;

/// <summary>Prints the convolution over packed planes: a call of the library's loops, and the constants they are specialised for.</summary>
internal static class PackedTilesEmitter
{
    public static void Emit(CodeWriter code, WeightLayer layer, PackedTilesKernel kernel)
    {
        string bias = layer.Bias is null ? "default" : $"{layer.Name}Weights.Bias";
        code.Write($"Runtime::PackedConvolution.Run{kernel.Lanes * 32}<{TileName(layer, kernel)}>(");
        code.WriteIndented($"{layer.Name}{kernel.Layout!.Suffix}.Weights, {bias}, input, output, scratch);");
    }

    /// <summary>The struct of constants.</summary>
    public static void EmitTile(CodeWriter code, ConvolutionLayer layer, PackedTilesKernel kernel)
    {
        code.Document($"The constants of {layer.Name}{kernel.Suffix}.");
        code.Open($"private readonly struct {TileName(layer, kernel)} : Runtime::IConvolutionTile");
        code.Write($"public static int Vectors => {kernel.Vectors};");
        code.Write($"public static int Channels => {layer.Channels};");
        code.Write($"public static int Positions => {layer.Positions};");
        code.Write($"public static bool Pools => {(layer.Pools ? "true" : "false")};");
        code.Write($"public static int PhaseAcross => {(layer.Pools ? layer.Window.StrideX : 0)};");
        code.Write($"public static int PhaseDown => {(layer.Pools ? layer.Window.StrideY * layer.PatchWidth : 0)};");
        code.Write($"public static bool Relu => {(layer.Relu ? "true" : "false")};");
        ThreadsEmitter.EmitConstant(code, kernel);
        code.Close();
    }

    private static string TileName(WeightLayer layer, PackedTilesKernel kernel) => $"{layer.Name}{kernel.ConstantsSuffix}";
}
