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
        if (layer.Pools)
        {
            EmitLargest(code, layer, kernel);
        }
        else
        {
            code.Write($"int origin = (outputY * {layer.Window.StrideY * layer.RowStride}) + {Times("outputX", layer.Window.StrideX)};");
            EmitSum(code, layer, kernel);
        }

        code.Blank();
        code.Write($"output[position] = {KernelEmitter.Epilogue(layer, layer.Pools ? "largest" : "sum", "channel")};");
        code.Write("position++;");
        code.Close();
        code.Close();
        code.Close();
    }

    /// <summary>The largest sum of the four windows that are pooled; NaN if one of them is.</summary>
    private static void EmitLargest(CodeWriter code, ConvolutionLayer layer, ScalarTapsKernel kernel)
    {
        code.Write("float largest = float.NegativeInfinity;");
        code.Open("for (int window = 0; window < 4; window++)");
        code.Write($"int down = (2 * outputY) + (window >> 1);");
        code.Write($"int across = (2 * outputX) + (window & 1);");
        code.Write($"int origin = (down * {layer.Window.StrideY * layer.RowStride}) + {Times("across", layer.Window.StrideX)};");
        EmitSum(code, layer, kernel);
        code.Blank();
        code.Write("largest = MathF.Max(largest, sum);");
        code.Close();
    }

    private static void EmitSum(CodeWriter code, ConvolutionLayer layer, ScalarTapsKernel kernel)
    {
        code.Write("float sum = 0f;");
        TapLoop.Emit(code, layer, kernel.Sparse, () => code.Write("sum += Unsafe.Add(ref x, origin + place) * weight;"));
    }

    private static string Times(string value, int factor) => factor == 1 ? value : $"({value} * {factor})";
}
