using DeepCompression.Aot.Generator.Model;

namespace DeepCompression.Aot.Generator.Emit;

/// <summary>Prints the portable form of a convolution: output by output, tap by tap in the order of the weight tensor.</summary>
internal static class ScalarTapsEmitter
{
    public static void Emit(CodeWriter code, ConvolutionLayer layer, ScalarTapsKernel kernel)
    {
        TapLoop.EmitReferences(code, layer, kernel.Sparse);
        code.Write("ref float x = ref MemoryMarshal.GetReference(input);");
        code.Write("int position = 0;");
        code.Open($"for (int channel = 0; channel < {layer.Channels}; channel++)");
        code.Open($"for (int outputY = 0; outputY < {layer.OutputHeight}; outputY++)");
        code.Open($"for (int outputX = 0; outputX < {layer.OutputWidth}; outputX++)");
        string across = layer.Window.StrideX == 1 ? "outputX" : $"(outputX * {layer.Window.StrideX})";
        code.Write($"int origin = (outputY * {layer.Window.StrideY * layer.RowStride}) + {across};");
        code.Write("float sum = 0f;");
        TapLoop.Emit(code, layer, kernel.Sparse, () => code.Write("sum += Unsafe.Add(ref x, origin + place) * weight;"));
        code.Blank();
        code.Write($"output[position] = {KernelEmitter.Epilogue(layer, "sum", "channel")};");
        code.Write("position++;");
        code.Close();
        code.Close();
        code.Close();
    }
}
