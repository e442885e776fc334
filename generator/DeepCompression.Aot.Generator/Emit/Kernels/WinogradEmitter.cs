using DeepCompression.Aot.Generator.Model;

namespace DeepCompression.Aot.Generator.Emit;

/// <summary>Prints Winograd's convolution: a call of the library's loops, and the constant they are specialised for.</summary>
internal static class WinogradEmitter
{
    public static void Emit(CodeWriter code, WeightLayer layer, WinogradKernel kernel)
    {
        code.Write($"Runtime::WinogradConvolution.Run{kernel.Lanes * 32}<{TileName(layer, kernel)}>(");
        code.WriteIndented($"{layer.Name}{kernel.Layout!.Suffix}.Weights, input, output, scratch, relu: {(layer.Relu ? "true" : "false")});");
    }

    /// <summary>The struct of constants.</summary>
    public static void EmitTile(CodeWriter code, WeightLayer layer, WinogradKernel kernel)
    {
        code.Document($"The constant of {layer.Name}{kernel.Suffix}.");
        code.Open($"private readonly struct {TileName(layer, kernel)} : Runtime::IWinogradTile");
        code.Write($"public static int Tiles => {kernel.Tiles};");
        ThreadsEmitter.EmitConstant(code, kernel);
        code.Close();
    }

    private static string TileName(WeightLayer layer, WinogradKernel kernel) => $"{layer.Name}{kernel.ConstantsSuffix}";
}
