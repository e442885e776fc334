using System.Globalization;
using DeepCompression.Aot.Format;
using DeepCompression.Aot.Generator.Model;
using DeepCompression.Aot.Generator.Placement;
using DeepCompression.Aot.Runtime;

namespace DeepCompression.Aot.Generator.Emit;

/// <summary>Prints a layer's constants, and a holder for each form in which its kernels want the weights unpacked.</summary>
internal static class WeightsEmitter
{
    /// <summary>The class that knows where embedded weights are.</summary>
    private const string EmbeddedHolder = "EmbeddedPayload";

    /// <summary>Opens the resource that holds the weights of a large artifact, when they are first used.</summary>
    public static void EmitEmbedded(CodeWriter code, ModelClass modelClass, ModelPlan plan)
    {
        code.Blank();
        code.Document("The packed weights, embedded in the assembly beside the code and read where they are.");
        code.Open($"private static class {EmbeddedHolder}");
        code.Write($$"""
            internal static readonly Runtime::EmbeddedWeights Weights = Runtime::EmbeddedWeights.Open(
                typeof({{modelClass.Name}}).Assembly, {{Literals.Text(plan.Source.Payload)}}, checksum: {{plan.Source.Checksum}}u);
            """);
        code.Close();
    }

    /// <param name="code">Receives the code.</param>
    /// <param name="layer">The layer.</param>
    /// <param name="embedded">Where its weights are embedded, or null where they are constants.</param>
    public static void Emit(CodeWriter code, WeightLayer layer, PayloadPart[]? embedded)
    {
        if (!layer.Kernels.Any(kernel => kernel.ReadsConstants))
        {
            return;
        }

        code.Blank();
        EmitConstants(code, layer, embedded);
        foreach (WeightLayout layout in layer.Kernels.Select(kernel => kernel.Layout).OfType<WeightLayout>().Distinct())
        {
            code.Blank();
            switch (layer)
            {
                case LinearLayer linear when Equals(Placements.Layout(layer), layout): PlacedRowsEmitter.EmitHolder(code, linear, layout); break;
                case ConvolutionLayer convolution when Equals(Placements.Layout(layer), layout):
                    PlacedTapsEmitter.EmitHolder(code, convolution, (PackedTapsLayout)layout);
                    break;
                default: EmitHolder(code, layer, layout); break;
            }
        }
    }

    /// <summary>A value that is the same in every inference, number by number.</summary>
    public static void Emit(CodeWriter code, ConstantLayer layer)
    {
        code.Blank();
        EmitFloats(code, layer.Name, $"{LayerText.Summary(layer)}.", layer.Tensor.Tensor.ToDense(), "private");
    }

    /// <summary>The type that can name every column of a row.</summary>
    public static string ColumnType(LinearLayer layer) => layer.HasShortColumns ? "ushort" : "int";

    private static void EmitConstants(CodeWriter code, WeightLayer layer, PayloadPart[]? embedded)
    {
        code.Document($"The constants of {layer.Name}.");
        code.Open($"private static class {layer.Name}Weights");
        switch (layer.Weight.Tensor)
        {
            case CodedTensor when layer is ConvolutionLayer convolution && Placements.Layout(layer) is PackedTapsLayout taps:
                PlacedTapsEmitter.Emit(code, convolution, taps, embedded);
                break;
            case CodedTensor coded when Placements.Layout(layer) is { } layout:
                if (layout.HasCodes)
                {
                    EmitCodebook(code, coded);
                    code.Blank();
                }

                PlacedRowsEmitter.Emit(code, (LinearLayer)layer, layout, embedded);
                break;
            case CodedTensor { Nnz: > 0 } coded: EmitCoded(code, coded, embedded); break;
            case RawTensor raw: EmitFloats(code, "Values", "The weights, number by number.", raw.Values); break;
            default: code.Write("// No weight survived pruning."); break;
        }

        // Layouts of rows have the bias in their own order.
        if (layer.Bias is not null && (layer is ConvolutionLayer || Placements.Layout(layer) is null))
        {
            code.Blank();
            float[] bias = layer.Bias.Tensor.ToDense();
            EmitFloats(code, "Bias", "One number for each output channel.", Padded(bias, layer));
        }

        code.Close();
    }

    private static void EmitCodebook(CodeWriter code, CodedTensor tensor) =>
        EmitFloats(code, "Codebook", "The value of each code: 0 for a filler, then the centroids.", tensor.Codebook.Prepend(0f));

    private static void EmitCoded(CodeWriter code, CodedTensor tensor, PayloadPart[]? embedded)
    {
        PackedWeights packed = PackedWeights.Of(tensor);
        EmitCodebook(code, tensor);
        code.Blank();
        code.Document(
            $"The packed weights: {NumberText.Grouped(tensor.WeightCount)} pairs of gap and codebook index in {NumberText.Grouped(packed.Stream.Length)} bytes.");
        code.Write("internal static Runtime::PackedTensor Packed => new(");
        if (embedded is null)
        {
            EmitArgument(code, "words", Literals.Words(packed.Stream), perLine: 5, after: ",");
        }
        else
        {
            code.WriteIndented($"words: {Embedded("ulong", embedded[0])},");
        }

        int markCount = StreamMarks.Length(tensor.WeightCount);
        code.WriteIndented($$"""
            weightCount: {{tensor.WeightCount}}, rows: {{tensor.Shape.Rows}}, rowLength: {{tensor.Shape.RowLength}},
            columnRuns: [{{string.Join(", ", tensor.Columns.Runs)}}],
            gapResolution: {{packed.Code.Resolution}},
            gapLengths: [{{string.Join(", ", packed.Code.GapLengths)}}],
            indexLengths: [{{string.Join(", ", packed.Code.IndexLengths)}}]{{(markCount == 0 ? ");" : ",")}}
            """);
        if (markCount > 0 && embedded is not null)
        {
            code.WriteIndented($"marks: {Embedded("int", embedded[1])});");
        }
        else if (markCount > 0)
        {
            EmitArgument(
                code, "marks", packed.Marks().Select(mark => mark.ToString(CultureInfo.InvariantCulture)), perLine: StreamMarks.NumbersPerGroup,
                after: ");");
        }
    }

    /// <summary>An expression for numbers of the resource.</summary>
    public static string Embedded(string type, PayloadPart part) =>
        $"{EmbeddedHolder}.Weights.Numbers<{type}>(offset: {part.Offset}, count: {part.Count})";

    /// <summary>Prints a list as an argument, on lines of its own where there is anything in it.</summary>
    public static void EmitArgument(CodeWriter code, string name, IEnumerable<string> items, int perLine, string after)
    {
        string[] all = [.. items];
        if (all.Length == 0)
        {
            code.WriteIndented($"{name}: []{after}");
            return;
        }

        code.WriteIndented($"{name}:");
        EmitList(code, all, perLine, after, indent: "    ");
    }

    private static void EmitFloats(CodeWriter code, string name, string summary, IEnumerable<float> values, string access = "internal")
    {
        code.Document(summary);
        code.Write($"{access} static ReadOnlySpan<float> {name} =>");
        EmitList(code, values.Select(Literals.Float), perLine: 8, after: ";");
    }

    private static void EmitList(CodeWriter code, IEnumerable<string> items, int perLine, string after, string indent = "")
    {
        code.Write($"{indent}[");
        int count = 0;
        foreach (IGrouping<int, string> line in items.GroupBy(_ => count++ / perLine))
        {
            code.Write($"{indent}    {string.Join(", ", line)},");
        }

        code.Write($"{indent}]{after}");
    }

    /// <summary>Zeros after a short bias, where a vector kernel reads more than there is.</summary>
    private static IEnumerable<float> Padded(float[] bias, WeightLayer layer)
    {
        int length = layer.Kernels.OfType<DenseColumnsKernel>().Select(kernel => kernel.Lanes).Append(bias.Length).Max();
        return bias.Concat(new float[length - bias.Length]);
    }

    private static void EmitHolder(CodeWriter code, WeightLayer layer, WeightLayout layout)
    {
        string constants = $"{layer.Name}Weights";
        code.Document($"The weights of {layer.Name}, unpacked when first used and kept as long as the process runs.");
        code.Open($"private static class {layer.Name}{layout.Suffix}");
        code.Write((layout, layer) switch
        {
            (SparseRowsLayout, LinearLayer linear) => $$"""
                internal static readonly Runtime::SparseRows<{{ColumnType(linear)}}> Weights =
                    Runtime::SparseRows.Unpack<{{ColumnType(linear)}}>({{constants}}.Packed, {{constants}}.Codebook, Runtime::GatherDot.IsSupported ? Runtime::GatherDot.SlotsPerStep : 1);
                """,
            (BatchRowsLayout, LinearLayer { Weight.Tensor: RawTensor } linear) => $$"""
                internal static readonly Runtime::BatchRows Weights =
                    Runtime::BatchRows.FromRows({{constants}}.Values, rowLength: {{linear.Columns}}, {{BiasOf(linear)}});
                """,
            (BatchRowsLayout, LinearLayer { Weight.Tensor.Nnz: 0 } linear) => $$"""
                internal static readonly Runtime::BatchRows Weights =
                    Runtime::BatchRows.WithoutWeights(rows: {{linear.Rows}}, columns: {{linear.Columns}}, {{BiasOf(linear)}});
                """,
            (BatchRowsLayout, LinearLayer linear) => $$"""
                internal static readonly Runtime::BatchRows Weights =
                    Runtime::BatchRows.Unpack({{constants}}.Packed, {{constants}}.Codebook, {{BiasOf(linear)}});
                """,
            (LaneRowsLayout, LinearLayer linear) => $$"""
                internal static readonly Runtime::LaneRows Weights = Runtime::LaneRows.Unpack(
                    {{constants}}.Packed, {{constants}}.Codebook, {{BiasOf(linear)}});
                """,
            (WindowRowsLayout windows, LinearLayer linear) => $$"""
                internal static readonly Runtime::WindowRows Weights = Runtime::WindowRows.Unpack(
                    {{constants}}.Packed, {{constants}}.Codebook, {{BiasOf(linear)}}, paired: {{(windows.Paired ? "true" : "false")}});
                """,
            (ValueWindowRowsLayout windows, LinearLayer linear) => $$"""
                internal static readonly Runtime::ValueWindowRows Weights = Runtime::ValueWindowRows.Unpack(
                    {{constants}}.Packed, {{constants}}.Codebook, {{BiasOf(linear)}}, slotsPerLane: {{windows.SlotsPerLane}});
                """,
            (IntegerWindowRowsLayout { Fine: false } windows, LinearLayer linear) => $$"""
                internal static readonly Runtime::ByteWindowRows Weights = Runtime::ByteWindowRows.Unpack(
                    {{constants}}.Packed, {{constants}}.Codebook, {{BiasOf(linear)}}, width: {{WidthOf(windows)}});
                """,
            (IntegerWindowRowsLayout windows, LinearLayer linear) => $$"""
                internal static readonly Runtime::FineWindowRows Weights = Runtime::FineWindowRows.Unpack(
                    {{constants}}.Packed, {{constants}}.Codebook, {{BiasOf(linear)}}, width: {{windows.Width}});
                """,
            (DenseColumnsLayout dense, LinearLayer { Weight.Tensor: CodedTensor }) => $$"""
                internal static readonly float[] Weights =
                    Runtime::DenseColumns.Unpack({{constants}}.Packed, {{constants}}.Codebook, paddedRows: {{dense.PaddedRows}});
                """,
            (DenseColumnsLayout dense, LinearLayer linear) => $$"""
                internal static readonly float[] Weights =
                    Runtime::DenseColumns.FromRows({{constants}}.Values, rows: {{linear.Rows}}, rowLength: {{linear.Columns}}, paddedRows: {{dense.PaddedRows}});
                """,
            (DenseRowsLayout, GroupedConvolutionLayer) => $$"""
                internal static readonly float[] Weights = Runtime::DenseRows.Unpack({{constants}}.Packed, {{constants}}.Codebook);
                """,
            (DirectTapsLayout direct, GroupedConvolutionLayer grouped) => $$"""
                internal static readonly Runtime::DirectTaps Weights = Runtime::DirectTaps.{{(grouped.Weight.Tensor is CodedTensor ? $"Unpack({constants}.Packed, {constants}.Codebook" : $"FromRows({constants}.Values")}},
                    {{GroupedEmitter.ShapeArguments(grouped)}}, lanes: {{direct.Lanes}});
                """,
            (PackedTapsLayout packed, ConvolutionLayer { Weight.Tensor: CodedTensor } convolution) => $$"""
                internal static readonly Runtime::PackedTaps Weights = Runtime::PackedTaps.Unpack(
                    {{constants}}.Packed, {{constants}}.Codebook, {{ShapeArguments(convolution)}},
                    vectors: {{packed.Vectors}}, lanes: {{packed.Lanes}}, blockChannels: {{packed.BlockChannels}});
                """,
            (PackedTapsLayout packed, ConvolutionLayer convolution) => $$"""
                internal static readonly Runtime::PackedTaps Weights = Runtime::PackedTaps.FromRows(
                    {{constants}}.Values, {{ShapeArguments(convolution)}},
                    vectors: {{packed.Vectors}}, lanes: {{packed.Lanes}}, blockChannels: {{packed.BlockChannels}});
                """,
            (PanelsLayout panels, ConvolutionLayer { Weight.Tensor: CodedTensor } convolution) => $$"""
                internal static readonly Runtime::WeightPanels Weights = Runtime::WeightPanels.Unpack(
                    {{constants}}.Packed, {{constants}}.Codebook, {{BiasOf(convolution)}}, {{ShapeArguments(convolution)}},
                    sizes: {{SizeArguments(panels)}});
                """,
            (PanelsLayout panels, ConvolutionLayer convolution) => $$"""
                internal static readonly Runtime::WeightPanels Weights = Runtime::WeightPanels.FromRows(
                    {{constants}}.Values, {{BiasOf(convolution)}}, {{ShapeArguments(convolution)}},
                    sizes: {{SizeArguments(panels)}});
                """,
            (BytePanelsLayout panels, ConvolutionLayer convolution) => $$"""
                internal static readonly Runtime::BytePanels Weights = Runtime::BytePanels.{{(convolution.Weight.Tensor is CodedTensor ? $"Unpack({constants}.Packed, {constants}.Codebook" : $"FromRows({constants}.Values")}},
                    {{BiasOf(convolution)}}, {{ShapeArguments(convolution)}},
                    sizes: {{SizeArguments(panels.Sizes)}});
                """,
            (WinogradLayout winograd, ConvolutionLayer { Weight.Tensor: CodedTensor } convolution) => $$"""
                internal static readonly Runtime::WinogradWeights Weights = Runtime::WinogradWeights.Unpack(
                    {{constants}}.Packed, {{constants}}.Codebook, {{BiasOf(convolution)}}, {{ShapeArguments(convolution)}},
                    lanes: {{winograd.Lanes}}, blockRows: {{winograd.BlockRows}});
                """,
            (WinogradLayout winograd, ConvolutionLayer convolution) => $$"""
                internal static readonly Runtime::WinogradWeights Weights = Runtime::WinogradWeights.FromRows(
                    {{constants}}.Values, {{BiasOf(convolution)}}, {{ShapeArguments(convolution)}},
                    lanes: {{winograd.Lanes}}, blockRows: {{winograd.BlockRows}});
                """,
            (TapsLayout, ConvolutionLayer convolution) => $$"""
                internal static readonly Runtime::SparseRows<int> Weights = Runtime::SparseRows.UnpackTaps(
                    {{constants}}.Packed, {{constants}}.Codebook, windowHeight: {{convolution.Window.Height}}, windowWidth: {{convolution.Window.Width}}, planeStride: {{convolution.PlaneStride}}, rowStride: {{convolution.RowStride}});
                """,
            _ => throw new InvalidOperationException($"No holder for layout {layout.GetType().Name}."),
        });
        code.Close();
    }

    /// <summary>The shape of a convolution, as a constructor's arguments.</summary>
    public static string ShapeArguments(ConvolutionLayer layer) =>
        $"new(InputChannels: {layer.InputShape[0]}, Height: {layer.InputShape[1]}, Width: {layer.InputShape[2]}, OutputChannels: {layer.Channels}, "
        + $"WindowHeight: {layer.Window.Height}, WindowWidth: {layer.Window.Width}, StrideY: {layer.Window.StrideY}, StrideX: {layer.Window.StrideX}, "
        + $"Pools: {(layer.Pools ? "true" : "false")})";

    /// <summary>How panels cut a layer, as a constructor's arguments.</summary>
    private static string SizeArguments(PanelsLayout panels) =>
        $"new(Lanes: {panels.Lanes}, Vectors: {panels.Vectors}, Rows: {panels.Rows}, BlockTaps: {panels.BlockTaps}, InPlace: {(panels.InPlace ? "true" : "false")})";

    /// <summary>The processor has a say in how wide the widest windows are; both widths give the same sums.</summary>
    private static string WidthOf(IntegerWindowRowsLayout windows) => windows.Width == WindowShape.Bytes256.Width
        ? "Runtime::ByteWindowRows.WidestWindow"
        : windows.Width.ToString(CultureInfo.InvariantCulture);

    /// <summary>The bias that a layout takes in, without the zeros behind it.</summary>
    private static string BiasOf(WeightLayer layer) =>
        layer.Bias is null ? "bias: []" : $"{layer.Name}Weights.Bias{(layer is LinearLayer linear ? $"[..{linear.Rows}]" : string.Empty)}";
}
