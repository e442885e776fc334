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
        string scratch = layer is WeightLayer { ScratchLength: > 0 } ? ", Span<float> scratch" : string.Empty;
        string signature = $"private static void {layer.Name}({inputs}, Span<float> output{scratch})";
        if (layer is WeightLayer weights)
        {
            EmitChoice(code, weights, signature);
            foreach (Kernel kernel in weights.Kernels)
            {
                code.Blank();
                KernelEmitter.Emit(code, weights, kernel);
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
        AddLayer => ["left", "right"],
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
        CopyLayer => "input.CopyTo(output)",
        _ => throw new InvalidOperationException($"No emitter for layer {layer.GetType().Name}."),
    };

    private static string PoolShape(PoolLayer pool)
    {
        (TensorShape shape, SlidingWindow window) = (pool.InputShape, pool.Window);
        string padding = window.HasPadding
            ? $", PadTop: {window.PadTop}, PadLeft: {window.PadLeft}, PadBottom: {window.PadBottom}, PadRight: {window.PadRight}"
            : string.Empty;
        return $"new(Channels: {shape[0]}, Height: {shape[1]}, Width: {shape[2]}, WindowHeight: {window.Height}, WindowWidth: {window.Width}, "
            + $"StrideY: {window.StrideY}, StrideX: {window.StrideX}{padding})";
    }

    private static string PaddingShape(PaddingLayer padding)
    {
        (TensorShape shape, SlidingWindow window) = (padding.InputShape, padding.Window);
        return $"channels: {shape[0]}, height: {shape[1]}, width: {shape[2]}, "
            + $"top: {window.PadTop}, left: {window.PadLeft}, bottom: {window.PadBottom}, right: {window.PadRight}";
    }
}
