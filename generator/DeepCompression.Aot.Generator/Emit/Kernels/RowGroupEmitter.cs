using DeepCompression.Aot.Generator.Model;

namespace DeepCompression.Aot.Generator.Emit;

/// <summary>Prints calls of the library's products that take several rows at once, which serve every shape equally well.</summary>
internal static class RowGroupEmitter
{
    public static void Emit(CodeWriter code, LinearLayer layer, Kernel kernel) =>
        code.Write($"{Call("WindowProduct", layer, kernel)}, input, output, relu: {Relu(layer)});");

    public static void EmitLanes(CodeWriter code, LinearLayer layer, Kernel kernel) =>
        code.Write($"{Call("LaneProduct", layer, kernel)}, input, output, relu: {Relu(layer)});");

    public static void EmitIntegers(CodeWriter code, LinearLayer layer, IntegerWindowKernel kernel)
    {
        (string type, string product) = kernel.Activations.Fine ? ("FineActivations", "FineWindowProduct") : ("ActivationBytes", "ByteWindowProduct");
        EmitActivations(code, type, kernel.Activations);
        code.Write($"{Call(product, layer, kernel)}, input, activations, scratch, output, relu: {Relu(layer)});");
    }

    /// <summary>How the input becomes integers, by a type of the library.</summary>
    public static void EmitActivations(CodeWriter code, string type, IntegerActivations activations)
    {
        string how = activations.Magnitude is { } magnitude
            ? $"Calibrated({Literals.Float(magnitude)}, mayBeNegative: {(activations.MayBeNegative ? "true" : "false")})"
            : "Of(input)";
        code.Write($"Runtime::{type} activations = Runtime::{type}.{how};");
    }

    private static string Call(string product, LinearLayer layer, Kernel kernel) =>
        $"Runtime::{product}.{(kernel.TwoThreads ? "ApplyOnTwoThreads" : "Apply")}({layer.Name}{kernel.Layout!.Suffix}.Weights";

    private static string Relu(LinearLayer layer) => layer.Relu ? "true" : "false";
}
