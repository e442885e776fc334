using DeepCompression.Aot.Generator.Model;
using DeepCompression.Aot.Generator.Placement;

namespace DeepCompression.Aot.Generator.Emit;

/// <summary>Prints a convolution that is laid out in constants: its numbers, and how the runtime takes them.</summary>
internal static class PlacedTapsEmitter
{
    /// <summary>What a layer's holder of constants offers in place of packed weights.</summary>
    /// <inheritdoc cref="PlacedRowsEmitter.Emit"/>
    public static void Emit(CodeWriter code, ConvolutionLayer layer, PackedTapsLayout layout, PayloadPart[]? embedded)
    {
        var image = TapImage.Of(layer, layout);
        code.Document($"The weights as a kernel reads them, {NumberText.Grouped(image.ByteCount)} bytes.");
        code.Write("internal static Runtime::PlacedTaps Placed => new(");
        for (int i = 0; i < image.Numbers.Length; i++)
        {
            PlacedNumbers.Emit(code, image.Names[i], image.Numbers[i], embedded?[i], after: i == image.Numbers.Length - 1 ? ");" : ",");
        }
    }

    /// <summary>The class that has the layout for kernels.</summary>
    public static void EmitHolder(CodeWriter code, ConvolutionLayer layer, PackedTapsLayout layout)
    {
        code.Document($"The weights of {layer.Name}, laid out when the project was built and read where they are.");
        code.Open($"private static class {layer.Name}{layout.Suffix}");
        code.Write($$"""
            internal static readonly Runtime::PackedTaps Weights = Runtime::PackedTaps.Placed(
                {{layer.Name}}Weights.Placed, {{WeightsEmitter.ShapeArguments(layer)}},
                vectors: {{layout.Vectors}}, lanes: {{layout.Lanes}}, blockChannels: {{layout.BlockChannels}});
            """);
        code.Close();
    }
}
