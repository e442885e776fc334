using DeepCompression.Aot.Generator.Model;

namespace DeepCompression.Aot.Generator.Emit;

/// <summary>Prints the call of the library's product in the sliding-window layout, which serves every shape equally well.</summary>
internal static class WindowEmitter
{
    public static void Emit(CodeWriter code, LinearLayer layer) =>
        code.Write($"Runtime::WindowProduct.Apply({layer.Name}Windows.Weights, input, output, relu: {(layer.Relu ? "true" : "false")});");
}
