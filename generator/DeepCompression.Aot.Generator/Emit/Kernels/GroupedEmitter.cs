using DeepCompression.Aot.Format;
using DeepCompression.Aot.Generator.Model;

namespace DeepCompression.Aot.Generator.Emit;

/// <summary>Prints calls of the library's convolutions in groups.</summary>
internal static class GroupedEmitter
{
    public static void Emit(CodeWriter code, GroupedConvolutionLayer layer, Kernel kernel)
    {
        string constants = $"{layer.Name}Weights";
        string weights = kernel switch
        {
            StreamedGroupedKernel => "scratch",
            { Layout: DenseRowsLayout layout } => $"{layer.Name}{layout.Suffix}.Weights",
            _ => $"{constants}.Values",
        };
        if (kernel is StreamedGroupedKernel)
        {
            code.Write($"Runtime::DenseRows.Decode({constants}.Packed, {constants}.Codebook, scratch);");
        }

        code.Write("Runtime::GroupedConvolution.Apply(");
        code.WriteIndented($"input, {weights}, {Bias(layer)}, output, {ShapeArguments(layer)}, {Limits(layer)});");
    }

    public static void EmitDirect(CodeWriter code, GroupedConvolutionLayer layer, DirectKernel kernel)
    {
        code.Write($"Runtime::DirectConvolution.Run{kernel.Lanes * 32}(");
        code.WriteIndented($"{layer.Name}{kernel.Layout!.Suffix}.Weights, {Bias(layer)}, input, output, scratch, {Limits(layer)});");
    }

    /// <summary>The shape, as a constructor's arguments.</summary>
    public static string ShapeArguments(GroupedConvolutionLayer layer)
    {
        (TensorShape input, SlidingWindow window) = (layer.InputShape, layer.Window);
        string padding = window.HasPadding
            ? $", PadTop: {window.PadTop}, PadLeft: {window.PadLeft}, PadBottom: {window.PadBottom}, PadRight: {window.PadRight}"
            : string.Empty;
        return $"new(Groups: {layer.Groups}, GroupInputs: {input[0] / layer.Groups}, GroupOutputs: {layer.OutputShape[0] / layer.Groups}, "
            + $"Height: {input[1]}, Width: {input[2]}, WindowHeight: {window.Height}, WindowWidth: {window.Width}, "
            + $"StrideY: {window.StrideY}, StrideX: {window.StrideX}{padding})";
    }

    private static string Bias(GroupedConvolutionLayer layer) => layer.Bias is null ? "default" : $"{layer.Name}Weights.Bias";

    private static string Limits(GroupedConvolutionLayer layer) =>
        $"lowest: {Literals.Float(layer.Relu ? Math.Max(layer.Lowest, 0) : layer.Lowest)}, highest: {Literals.Float(layer.Highest)}";
}
