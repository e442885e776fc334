using DeepCompression.Aot.Generator.Model;

namespace DeepCompression.Aot.Generator.Emit;

/// <summary>Prints calls of the library's product for many samples.</summary>
internal static class BatchEmitter
{
    public static void Emit(CodeWriter code, LinearLayer layer, BatchKernel kernel) => code.Write(
        $"Runtime::BatchProduct.Apply({layer.Name}{kernel.Layout!.Suffix}.Weights, input, output, samples: {kernel.Samples}, relu: {(layer.Relu ? "true" : "false")});");
}
