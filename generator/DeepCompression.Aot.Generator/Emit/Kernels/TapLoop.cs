using DeepCompression.Aot.Generator.Model;

namespace DeepCompression.Aot.Generator.Emit;

/// <summary>
/// Prints the loop over the taps of an output channel, from a sparse or a dense tensor: inside it, <c>place</c> is the tap's place in
/// the input relative to the output position, <c>weight</c> its value.
/// </summary>
internal static class TapLoop
{
    /// <summary>What the loop needs, once for each method.</summary>
    public static void EmitReferences(CodeWriter code, ConvolutionLayer layer, bool sparse) => code.Write(sparse
        ? $$"""
            Runtime::SparseRows<int> taps = {{layer.Name}}Taps.Weights;
            ref int places = ref MemoryMarshal.GetArrayDataReference(taps.Columns);
            ref float weights = ref MemoryMarshal.GetArrayDataReference(taps.Values);
            """
        : $"ref float weights = ref MemoryMarshal.GetReference({layer.Name}Weights.Values);");

    /// <summary>The loop around a body; <c>channel</c> is in scope.</summary>
    public static void Emit(CodeWriter code, ConvolutionLayer layer, bool sparse, Action body)
    {
        if (sparse)
        {
            code.Write("int end = taps.Start[channel + 1];");
            code.Open("for (int tap = taps.Start[channel]; tap < end; tap++)");
            code.Write("int place = Unsafe.Add(ref places, tap);");
            code.Write("float weight = Unsafe.Add(ref weights, tap);");
            body();
            code.Close();
            return;
        }

        int height = layer.Window.Height;
        int width = layer.Window.Width;
        code.Open($"for (int tap = 0; tap < {layer.Weight.Tensor.Shape.RowLength}; tap++)");
        code.Write($"int inWindow = tap % {height * width};");
        code.Write($"int place = (tap / {height * width} * {layer.PlaneStride}) + (inWindow / {width} * {layer.RowStride}) + (inWindow % {width});");
        code.Write($"float weight = Unsafe.Add(ref weights, (channel * {layer.Weight.Tensor.Shape.RowLength}) + tap);");
        body();
        code.Close();
    }
}
