using DeepCompression.Aot.Format;
using DeepCompression.Aot.Generator.Model;
using DeepCompression.Aot.Generator.Placement;
using DeepCompression.Aot.Runtime;

namespace DeepCompression.Aot.Generator.Emit;

/// <summary>Prints weights that are laid out in constants: their numbers, and how the runtime takes them.</summary>
internal static class PlacedRowsEmitter
{
    /// <summary>What a layer's holder of constants offers in place of packed weights.</summary>
    /// <param name="code">Receives the code.</param>
    /// <param name="layer">The layer.</param>
    /// <param name="layout">Its layout.</param>
    /// <param name="embedded">Where its numbers are embedded, or null where they are constants.</param>
    public static void Emit(CodeWriter code, LinearLayer layer, WeightLayout layout, PayloadPart[]? embedded)
    {
        RowImage image = RowImage.Of((CodedTensor)layer.Weight.Tensor, layout);
        float[] bias = layer.Bias is null
            ? []
            : WindowWalk.InOrder(layer.Bias.Tensor.ToDense(), image.Order, image.GroupEnd.Length * GroupRows(layout));
        code.Document($"The weights as a kernel reads them, {NumberText.Grouped(image.ByteCount)} bytes.");
        code.Write("internal static Runtime::PlacedRows Placed => new(");
        code.WriteIndented($"columns: {layer.Columns},");
        for (int i = 0; i < image.Numbers.Length; i++)
        {
            PlacedNumbers.Emit(code, image.Names[i], image.Numbers[i], embedded?[i], after: ",");
        }

        WeightsEmitter.EmitArgument(code, "bias", bias.Select(Literals.Float), perLine: 8, after: ");");
    }

    /// <summary>The class that has the layout for kernels.</summary>
    public static void EmitHolder(CodeWriter code, LinearLayer layer, WeightLayout layout)
    {
        string constants = $"{layer.Name}Weights";
        (string type, string arguments) = layout switch
        {
            WindowRowsLayout windows => ("WindowRows", $", {constants}.Codebook, paired: {(windows.Paired ? "true" : "false")}"),
            ValueWindowRowsLayout values => ("ValueWindowRows", $", slotsPerLane: {values.SlotsPerLane}"),
            IntegerWindowRowsLayout integers => (integers.Fine ? "FineWindowRows" : "ByteWindowRows", $", {constants}.Codebook, width: {integers.Width}"),
            LaneRowsLayout => ("LaneRows", string.Empty),
            _ => throw new InvalidOperationException($"No constants for layout {layout.GetType().Name}."),
        };
        code.Document($"The weights of {layer.Name}, laid out when the project was built and read where they are.");
        code.Open($"private static class {layer.Name}{layout.Suffix}");
        code.Write($"internal static readonly Runtime::{type} Weights = Runtime::{type}.Placed({constants}.Placed{arguments});");
        code.Close();
    }

    private static int GroupRows(WeightLayout layout) => layout switch
    {
        LaneRowsLayout => LaneBuilder.GroupRows,
        WindowRowsLayout { Paired: true } => WindowShape.PairedFloats.GroupRows,
        _ => WindowShape.Lanes,
    };
}
