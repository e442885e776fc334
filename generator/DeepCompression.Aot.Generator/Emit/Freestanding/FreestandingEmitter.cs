using System.Text;
using DeepCompression.Aot.Generator.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace DeepCompression.Aot.Generator.Emit;

/// <summary>
/// Prints the files of a model for microcontrollers: the network, its description and weights, and a comment that holds the header for
/// programs in C.
/// </summary>
internal static class FreestandingEmitter
{
    private static readonly string[] NetworkNamespaces = ["System", "System.Runtime.InteropServices"];

    private static readonly string[] WeightsNamespaces = ["System", "System.Collections.Generic"];

    public static void Emit(SourceProductionContext output, ClassPlan plan)
    {
        output.AddSource($"{plan.Class.HintName}.g.cs", SourceText.From(Network(plan.Class, plan.Plan), Encoding.UTF8));
        output.AddSource($"{plan.Class.HintName}.Weights.g.cs", SourceText.From(Weights(plan.Class, plan.Plan), Encoding.UTF8));
        output.AddSource($"{plan.Class.HintName}.Header.g.cs", SourceText.From(HeaderEmitter.Header(plan.Plan), Encoding.UTF8));
    }

    /// <summary>Lengths, <c>Run</c>, and a method for each layer.</summary>
    public static string Network(ModelClass modelClass, ModelPlan plan)
    {
        var code = new CodeWriter();
        ModelEmitter.EmitHeader(code, NetworkHeader(modelClass, plan), NetworkNamespaces);
        ModelEmitter.OpenContainers(code, modelClass);
        code.Document($"The network of {plan.Name}, for .NET and for microcontrollers: portable scalar code.");
        code.Write("[global::System.CodeDom.Compiler.GeneratedCode(\"DeepCompression.Aot.Generator\", null)]");
        code.Open($"static unsafe partial class {modelClass.Name}");
        CardEmitter.EmitShapes(code, plan);
        code.Blank();
        if (plan.Source.Arithmetic == Arithmetic.Int8)
        {
            ByteRunEmitter.Emit(code, plan);
        }
        else
        {
            RunEmitter.Emit(code, plan);
            code.Blank();
            FreestandingRunEmitter.Emit(code, plan);
        }

        foreach (Layer layer in plan.Layers)
        {
            code.Blank();
            EmitLayer(code, plan, layer);
        }

        ModelEmitter.CloseClass(code, modelClass);
        return code.ToString();
    }

    private static void EmitLayer(CodeWriter code, ModelPlan plan, Layer layer)
    {
        ConvolutionShape.Emit(code, plan, layer);
        code.Document(LayerText.Summary(layer) + ".", [.. LayerText.Remarks(plan, layer)]);
        if (plan.Source.Arithmetic == Arithmetic.Int8)
        {
            ByteLayerEmitter.Emit(code, plan, layer);
        }
        else
        {
            FloatLayerEmitter.Emit(code, plan, layer);
        }
    }

    /// <summary>Labels, layers, provenance, and the constants of each layer.</summary>
    public static string Weights(ModelClass modelClass, ModelPlan plan)
    {
        var code = new CodeWriter();
        ModelEmitter.EmitHeader(
            code,
            [$"{modelClass.Name}: description and weights of {plan.Name}. The network itself is in {modelClass.HintName}.g.cs."],
            WeightsNamespaces);
        ModelEmitter.OpenContainers(code, modelClass);
        code.Open($"static partial class {modelClass.Name}");
        CardEmitter.EmitDescription(code, plan);
        foreach (WeightLayer layer in plan.Layers.OfType<WeightLayer>())
        {
            code.Blank();
            EmitConstants(code, layer);
        }

        ModelEmitter.CloseClass(code, modelClass);
        return code.ToString();
    }

    private static bool IsPacked(WeightLayer layer) => layer.Kernels.OfType<RowsKernel>().Single().IsPacked;

    private static void EmitConstants(CodeWriter code, WeightLayer layer)
    {
        code.Document($"The constants of {layer.Name}.");
        code.Open($"private static class {layer.Name}Weights");
        if (IsPacked(layer))
        {
            PackedRowsEmitter.Emit(code, layer);
        }
        else
        {
            ReadyRowsEmitter.Emit(code, layer);
        }

        ConstantLists.EmitBias(code, layer);
        code.Close();
    }

    private static IEnumerable<string> NetworkHeader(ModelClass modelClass, ModelPlan plan)
    {
        foreach (string line in ModelEmitter.Overview(modelClass, plan))
        {
            yield return line;
        }

        yield return string.Empty;
        string numbers = plan.Source.Arithmetic == Arithmetic.Int8 ? "integers alone, activations of 8 bits" : "floats of 32 bits, added in a fixed order";
        yield return "Run calls the layers in order. It is the same code on .NET and on a microcontroller, and gives the same bits:";
        yield return $"{numbers}. Nothing is allocated, and nothing is set up before the first run.";
        yield return plan.Layers.OfType<WeightLayer>().Any(IsPacked)
            ? $"The packed weights are in {modelClass.HintName}.Weights.g.cs; each inference decodes them, row by row."
            : $"The weights are in {modelClass.HintName}.Weights.g.cs, ready to run.";
    }
}
