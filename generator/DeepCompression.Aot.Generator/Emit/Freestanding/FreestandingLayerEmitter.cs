using DeepCompression.Aot.Format;
using DeepCompression.Aot.Generator.Model;
using DeepCompression.Aot.Generator.Passes;

namespace DeepCompression.Aot.Generator.Emit;

/// <summary>Prints the method of a layer over pointers.</summary>
internal static class FreestandingLayerEmitter
{
    private const string ByteNumbers = "Runtime::ByteNumbers, sbyte, int";

    private const string Numbers = "Runtime::FloatNumbers, float, float";

    public static void Emit(CodeWriter code, ModelPlan plan, Layer layer)
    {
        switch (layer)
        {
            case ConvolutionLayer convolution:
                EmitShape(code, layer, new Shape(convolution.Channels, 1, 0, convolution.OutputHeight, convolution.OutputWidth, convolution.RowStride,
                    convolution.Window, convolution.Pools, convolution.Relu));
                break;
            case GroupedConvolutionLayer grouped:
                EmitShape(code, layer, new Shape(grouped.OutputShape[0], grouped.Groups, (int)grouped.InputShape.ElementCount / grouped.Groups,
                    grouped.OutputShape[1], grouped.OutputShape[2], grouped.InputShape[2], grouped.Window, Pools: false, grouped.Relu));
                break;
        }

        code.Document(LayerText.Summary(layer) + ".", [.. LayerText.Remarks(plan, layer)]);
        if (layer is WeightLayer weights && Kernel(weights).Bytes is { } scales)
        {
            EmitBytes(code, plan, weights, scales);
            return;
        }

        string element = plan.Source.Arithmetic == Arithmetic.Int8 ? "sbyte" : "float";
        code.Write($"private static void {layer.Name}({Parameters(layer, element)}) =>");
        code.WriteIndented(Body(plan, layer) + ";");
    }

    /// <summary>A layer of integers returns the exponent of what it wrote: bytes, or at the network's end its sums.</summary>
    private static void EmitBytes(CodeWriter code, ModelPlan plan, WeightLayer layer, ByteScales scales)
    {
        code.Open($"private static int {layer.Name}(sbyte* input, int exponent, int* output, int* scratch)");
        code.Write($"exponent += {scales.WeightExponent};");
        code.Write($"int biasShift = Runtime::ByteScale.BiasShift({scales.BiasExponent}, exponent);");
        code.Write(layer is LinearLayer linear
            ? $"Runtime::RowProduct.Apply<{ByteNumbers}>({Weights(linear)}, biasShift, rowCount: {linear.Rows}, input, output, scratch, longestRow: {LongestRow(linear)}, relu: {Flag(linear.Relu)});"
            : $"Runtime::RowConvolution.Apply<{layer.Name}Shape, {ByteNumbers}>({Weights(layer)}, biasShift, input, output, scratch, longestRow: {LongestRow(layer)});");
        code.Write(plan.Places[layer.Output].Storage == Storage.Output
            ? "return exponent;"
            : $"return Runtime::ByteScale.Narrow(output, length: {plan.Length(layer.Output)}, exponent, largestExponent: {ScaleBytes.LargestExponent(plan, layer.Output)});");
        code.Close();
    }

    private static string Parameters(Layer layer, string element)
    {
        string inputs = layer.Inputs.Length == 1 ? $"{element}* input" : string.Join(", ", layer.Inputs.Select((_, i) => $"{element}* input{i + 1}"));
        return $"{inputs}, {element}* output{(layer is WeightLayer ? ", float* scratch" : string.Empty)}";
    }

    private static string Body(ModelPlan plan, Layer layer)
    {
        int length = plan.Length(layer.Output);
        return layer switch
        {
            LinearLayer linear =>
                $"Runtime::RowProduct.Apply<{Numbers}>({Weights(linear)}, biasShift: 0, rowCount: {linear.Rows}, input, output, scratch, longestRow: {LongestRow(linear)}, relu: {Flag(linear.Relu)})",
            WeightLayer weights =>
                $"Runtime::RowConvolution.Apply<{weights.Name}Shape, {Numbers}>({Weights(weights)}, biasShift: 0, input, output, scratch, longestRow: {LongestRow(weights)})",
            PoolLayer pool =>
                $"Runtime::PlainLayers.{(pool.Kind == PoolKind.Max ? "MaxPool" : "AveragePool")}({Shape3(pool.InputShape)}, "
                + $"new({pool.Window.Height}, {pool.Window.Width}, {pool.Window.StrideY}, {pool.Window.StrideX}, {pool.Window.PadTop}, {pool.Window.PadLeft}), "
                + $"outputHeight: {plan.Values[layer.Output][1]}, outputWidth: {plan.Values[layer.Output][2]}, input, output)",
            PaddingLayer padding =>
                $"Runtime::PlainLayers.Pad({Shape3(padding.InputShape)}, {padding.Window.PadTop}, {padding.Window.PadLeft}, "
                + $"outputHeight: {plan.Values[layer.Output][1]}, outputWidth: {plan.Values[layer.Output][2]}, input, output)",
            AddLayer add => $"Runtime::PlainLayers.Add(input1, input2, output, {length}, relu: {Flag(add.Relu)})",
            ReluLayer => $"Runtime::PlainLayers.Relu(input, output, {length})",
            CopyLayer => $"Runtime::PlainLayers.Copy(input, output, {length})",
            _ => throw new InvalidOperationException($"No code without a runtime for {layer.GetType().Name}."),
        };
    }

    private static string Weights(WeightLayer layer) => $"{layer.Name}Weights.Rows, {layer.Name}Weights.Codebook, {layer.Name}Weights.Bias";

    private static int LongestRow(WeightLayer layer) => Kernel(layer).LongestRow;

    private static RowsKernel Kernel(WeightLayer layer) => layer.Kernels.OfType<RowsKernel>().Single();

    private static string Shape3(TensorShape shape) => $"channels: {shape[0]}, height: {shape[1]}, width: {shape[2]}";

    private static string Flag(bool value) => value ? "true" : "false";

    private static void EmitShape(CodeWriter code, Layer layer, Shape shape)
    {
        code.Document($"The shape of {layer.Name}.");
        code.Open($"private readonly struct {layer.Name}Shape : Runtime::IRowConvolution");
        code.Write($"""
            public static int Channels => {shape.Channels};
            public static int Groups => {shape.Groups};
            public static int GroupStride => {shape.GroupStride};
            public static int OutputHeight => {shape.OutputHeight};
            public static int OutputWidth => {shape.OutputWidth};
            public static int RowStride => {shape.RowStride};
            public static int StrideY => {shape.Window.StrideY};
            public static int StrideX => {shape.Window.StrideX};
            public static bool Pools => {Flag(shape.Pools)};
            public static bool Relu => {Flag(shape.Relu)};
            """);
        code.Close();
        code.Blank();
    }

    private sealed record Shape(
        int Channels, int Groups, int GroupStride, int OutputHeight, int OutputWidth, int RowStride, SlidingWindow Window, bool Pools, bool Relu);
}
