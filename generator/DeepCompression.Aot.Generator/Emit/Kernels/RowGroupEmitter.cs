using DeepCompression.Aot.Generator.Model;

namespace DeepCompression.Aot.Generator.Emit;

/// <summary>Prints calls of the library's products that take several rows at once, which serve every shape equally well.</summary>
internal static class RowGroupEmitter
{
    public static void Emit(CodeWriter code, LinearLayer layer, Kernel kernel) =>
        code.Write($"{Call("WindowProduct", layer, kernel)}, input, output, relu: {Relu(layer)});");

    public static void EmitLanes(CodeWriter code, LinearLayer layer, Kernel kernel) =>
        code.Write($"{Call("LaneProduct", layer, kernel)}, input, output, relu: {Relu(layer)});");

    public static void EmitBytes(CodeWriter code, LinearLayer layer, ByteWindowKernel kernel)
    {
        string activations = kernel.Activations.Magnitude is { } magnitude
            ? $"Runtime::ActivationBytes.Calibrated({Literals.Float(magnitude)}, mayBeNegative: {(kernel.Activations.MayBeNegative ? "true" : "false")})"
            : "Runtime::ActivationBytes.Of(input)";
        code.Write($"Runtime::ActivationBytes activations = {activations};");
        code.Write($"{Call("ByteWindowProduct", layer, kernel)}, input, activations, scratch, output, relu: {Relu(layer)});");
    }

    private static string Call(string product, LinearLayer layer, Kernel kernel) =>
        $"Runtime::{product}.{(kernel.TwoThreads ? "ApplyOnTwoThreads" : "Apply")}({layer.Name}{kernel.Layout!.Suffix}.Weights";

    private static string Relu(LinearLayer layer) => layer.Relu ? "true" : "false";
}
