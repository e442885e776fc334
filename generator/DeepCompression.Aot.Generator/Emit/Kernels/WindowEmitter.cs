using DeepCompression.Aot.Generator.Model;

namespace DeepCompression.Aot.Generator.Emit;

/// <summary>Prints calls of the library's products in the sliding-window layouts, which serve every shape equally well.</summary>
internal static class WindowEmitter
{
    public static void Emit(CodeWriter code, LinearLayer layer, WeightLayout layout) =>
        code.Write($"Runtime::WindowProduct.Apply({layer.Name}{layout.Suffix}.Weights, input, output, relu: {(layer.Relu ? "true" : "false")});");

    public static void EmitBytes(CodeWriter code, LinearLayer layer, ByteWindowKernel kernel)
    {
        string activations = kernel.Activations.Magnitude is { } magnitude
            ? $"Runtime::ActivationBytes.Calibrated({Literals.Float(magnitude)}, mayBeNegative: {(kernel.Activations.MayBeNegative ? "true" : "false")})"
            : "Runtime::ActivationBytes.Of(input)";
        code.Write($"Runtime::ActivationBytes activations = {activations};");
        code.Write($"Runtime::ByteWindowProduct.Apply({layer.Name}ByteWindows.Weights, input, activations, scratch, output, relu: {(layer.Relu ? "true" : "false")});");
    }
}
