using DeepCompression.Aot.Format;
using DeepCompression.Aot.Generator.Model;

namespace DeepCompression.Aot.Generator.Emit;

/// <summary>Prints the method of a layer: documented with all that is known of it, and the choice among its kernels.</summary>
internal static class LayerEmitter
{
    public static void Emit(CodeWriter code, ModelPlan plan, Layer layer)
    {
        code.Document($"{LayerText.Summary(layer)}.", [.. LayerText.Remarks(plan, layer)]);
        string inputs = string.Join(", ", InputNames(layer).Select(name => $"ReadOnlySpan<float> {name}"));
        string scratch = layer is { ScratchLength: > 0 } ? ", Span<float> scratch" : string.Empty;
        string signature = $"private static void {layer.Name}({inputs}, Span<float> output{scratch})";
        if (layer is WeightLayer weights)
        {
            EmitWeightLayer(code, weights, signature);
            foreach (Kernel kernel in weights.Kernels)
            {
                code.Blank();
                KernelEmitter.Emit(code, weights.Product, kernel);
            }
        }
        else if (layer is ConcatLayer concat)
        {
            code.Open(signature);
            EmitConcat(code, plan, concat);
            code.Close();
        }
        else
        {
            code.Write($"{signature} =>");
            code.Write($"    {Call(layer)};");
        }
    }

    private static string[] InputNames(Layer layer) => layer switch
    {
        AddLayer or BinaryLayer or MatMulLayer => ["left", "right"],
        RecurrentLayer recurrent => recurrent.Inputs.Length switch { 1 => ["input"], 2 => ["input", "firstState"], _ => ["input", "firstState", "firstCell"] },
        ConcatLayer concat => [.. concat.Parts.Select((_, i) => $"part{i + 1}")],
        _ => ["input"],
    };

    private static void EmitConcat(CodeWriter code, ModelPlan plan, ConcatLayer layer)
    {
        int rows = layer.Rows;
        int start = 0;
        string[] names = InputNames(layer);
        for (int i = 0; i < names.Length; i++)
        {
            code.Write($"Runtime::Concat.Copy({names[i]}, output, rows: {rows}, start: {start});");
            start += plan.Length(layer.Parts[i]) / rows;
        }
    }

    /// <summary>The choice among kernels; before it, where the layer runs them many times, the loop that does.</summary>
    private static void EmitWeightLayer(CodeWriter code, WeightLayer layer, string signature)
    {
        string part = $"{layer.Name}{layer.PartSuffix}";
        string partScratch = layer.Product.ScratchLength > 0 ? ", Span<float> scratch" : string.Empty;
        string partSignature = $"private static void {part}(ReadOnlySpan<float> input, Span<float> output{partScratch})";
        switch (layer)
        {
            case LinearLayer { Vectors: > 1 } linear:
                code.Open(signature);
                EmitRows(code, linear, part);
                break;
            case RecurrentLayer recurrent:
                code.Open(signature);
                RecurrentEmitter.Emit(code, recurrent, part);
                break;
            default:
                EmitChoice(code, layer, signature);
                return;
        }

        code.Close();
        code.Blank();
        code.Document($"One product of {layer.Name}.");
        EmitChoice(code, layer.Product, partSignature);
    }

    private static void EmitRows(CodeWriter code, LinearLayer layer, string part)
    {
        string scratch = layer.ScratchLength > 0 ? ", scratch" : string.Empty;
        code.Open($"for (int row = 0; row < {layer.Vectors}; row++)");
        code.Write($"{part}(input.Slice(row * {layer.Columns}, {layer.Columns}), output.Slice(row * {layer.Rows}, {layer.Rows}){scratch});");
        code.Close();
    }

    private static void EmitChoice(CodeWriter code, WeightLayer layer, string signature)
    {
        if (layer.Kernels.Length == 1)
        {
            code.Write($"{signature} =>");
            code.Write($"    {CallOf(layer, layer.Kernels[0])};");
            return;
        }

        code.Open(signature);
        for (int i = 0; i < layer.Kernels.Length; i++)
        {
            code.Open(KernelChoice.Head([layer.Kernels[i].InstructionSet], isFirst: i == 0));
            code.Write($"{CallOf(layer, layer.Kernels[i])};");
            code.Close();
        }

        code.Close();
    }

    private static string CallOf(WeightLayer layer, Kernel kernel) =>
        $"{layer.Name}{kernel.Suffix}(input, output{(kernel.ScratchLength > 0 ? ", scratch" : string.Empty)})";

    /// <summary>The library's function for a layer without weights.</summary>
    private static string Call(Layer layer) => layer switch
    {
        PoolLayer pool => $"Runtime::{pool.DefaultName}.Apply(input, output, {PoolShape(pool)})",
        PaddingLayer padding => $"Runtime::Padding.Copy(input, output, {PaddingShape(padding)})",
        ReluLayer => "Runtime::Relu.Apply(input, output)",
        SoftmaxLayer => "Runtime::Softmax.Apply(input, output)",
        AddLayer add => $"Runtime::Add.{(add.Relu ? "ApplyRelu" : "Apply")}(left, right, output)",
        SamplesLayer samples => $"Runtime::Samples.{samples.DefaultName}(input, output, samples: {samples.Samples})",
        FunctionLayer function => $"Runtime::Unary.Apply({Function(function)}, input, output)",
        BinaryLayer { Spreads: false } binary => $"Runtime::Binary.Apply<Runtime::{binary.Function}>(left, right, output)",
        BinaryLayer binary => $"Runtime::Binary.Spread<Runtime::{binary.Function}>(left, right, output, {Walk(binary)})",
        AxisSoftmaxLayer softmax => $"Runtime::AxisSoftmax.{softmax.Form}(input, output, length: {softmax.Length}, step: {softmax.Step})",
        LocalResponseNormalizationLayer lrn => $"Runtime::LocalResponseNormalization.Apply(input, output, {NormalizationArguments(lrn)})",
        CopyLayer => "input.CopyTo(output)",
        _ when StructureEmitter.Call(layer) is { } call => call,
        _ => throw new InvalidOperationException($"No emitter for layer {layer.GetType().Name}."),
    };

    private static string Function(FunctionLayer layer)
    {
        IEnumerable<string> settings = UnaryFunctions.Parameters(layer.Function).Select((name, i) => $"{name}: {Literals.Float(layer.Settings[i])}");
        return $"new Runtime::{layer.Function}({string.Join(", ", settings)})";
    }

    private static string Walk(BinaryLayer layer)
    {
        (int[] sizes, int[] left, int[] right) = layer.Walk();
        return $"sizes: [{string.Join(", ", sizes)}], leftSteps: [{string.Join(", ", left)}], rightSteps: [{string.Join(", ", right)}]";
    }

    private static string PoolShape(PoolLayer pool)
    {
        (TensorShape shape, SlidingWindow window) = (pool.InputShape, pool.Window);
        string padding = window.HasPadding
            ? $", PadTop: {window.PadTop}, PadLeft: {window.PadLeft}, PadBottom: {window.PadBottom}, PadRight: {window.PadRight}"
            : string.Empty;
        return $"new(Channels: {shape[0]}, Height: {shape[1]}, Width: {shape[2]}, WindowHeight: {window.Height}, WindowWidth: {window.Width}, "
            + $"StrideY: {window.StrideY}, StrideX: {window.StrideX}{padding})";
    }

    private static string NormalizationArguments(LocalResponseNormalizationLayer lrn) =>
        $"channels: {lrn.Channels}, size: {lrn.Size}, scale: {Literals.Float(lrn.Scale)}, exponent: {Literals.Float(lrn.Exponent)}, offset: {Literals.Float(lrn.Offset)}";

    private static string PaddingShape(PaddingLayer padding)
    {
        (TensorShape shape, SlidingWindow window) = (padding.InputShape, padding.Window);
        return $"channels: {shape[0]}, height: {shape[1]}, width: {shape[2]}, "
            + $"top: {window.PadTop}, left: {window.PadLeft}, bottom: {window.PadBottom}, right: {window.PadRight}";
    }
}
