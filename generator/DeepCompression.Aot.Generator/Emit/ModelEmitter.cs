using System.Text;
using DeepCompression.Aot.Generator.Model;
using DeepCompression.Aot.Generator.Placement;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace DeepCompression.Aot.Generator.Emit;

/// <summary>Prints the two files of a model: the network, and its description and weights.</summary>
internal static class ModelEmitter
{
    private static readonly string[] NetworkNamespaces =
        ["System", "System.Runtime.CompilerServices", "System.Runtime.InteropServices", "System.Runtime.Intrinsics"];

    private static readonly string[] WeightsNamespaces = ["System", "System.Collections.Generic"];

    public static void Emit(SourceProductionContext output, ClassPlan plan)
    {
        if (plan.Plan.Source.Platform == TargetPlatform.Freestanding)
        {
            FreestandingEmitter.Emit(output, plan);
            return;
        }

        output.AddSource($"{plan.Class.HintName}.g.cs", SourceText.From(Network(plan.Class, plan.Plan), Encoding.UTF8));
        output.AddSource($"{plan.Class.HintName}.Weights.g.cs", SourceText.From(Weights(plan.Class, plan.Plan), Encoding.UTF8));
    }

    /// <summary>Lengths, <c>Run</c>, and a method for each layer.</summary>
    public static string Network(ModelClass modelClass, ModelPlan plan)
    {
        var code = new CodeWriter();
        EmitHeader(code, NetworkHeader(modelClass, plan), NetworkNamespaces);
        OpenContainers(code, modelClass);
        code.Document($"The network of {plan.Name}.");
        code.Write("[global::System.CodeDom.Compiler.GeneratedCode(\"DeepCompression.Aot.Generator\", null)]");
        code.Open($"static partial class {modelClass.Name}");
        CardEmitter.EmitShapes(code, plan);
        code.Blank();
        LoadEmitter.Emit(code, plan);
        code.Blank();
        RunEmitter.Emit(code, plan);
        NormalizeEmitter.Emit(code, plan);
        foreach (Layer layer in plan.Layers.Where(layer => layer is not (ConstantLayer or ConcatLayer { IsInPlace: true })))
        {
            code.Blank();
            LayerEmitter.Emit(code, plan, layer);
        }

        CloseClass(code, modelClass);
        return code.ToString();
    }

    /// <summary>Labels, layers, provenance, and the constants of each layer.</summary>
    public static string Weights(ModelClass modelClass, ModelPlan plan)
    {
        var code = new CodeWriter();
        EmitHeader(
            code,
            [$"{modelClass.Name}: description and packed weights of {plan.Name}. The network itself is in {modelClass.HintName}.g.cs."],
            WeightsNamespaces);
        OpenContainers(code, modelClass);
        code.Open($"static partial class {modelClass.Name}");
        CardEmitter.EmitDescription(code, plan);
        Dictionary<int, PayloadPart[]> embedded = [];
        if (plan.Source.Payload.Length > 0)
        {
            embedded = Payload.Parts(plan.Source.Artifact, Placements.Of(plan));
            WeightsEmitter.EmitEmbedded(code, modelClass, plan);
        }

        foreach (WeightLayer layer in plan.Layers.OfType<WeightLayer>())
        {
            WeightsEmitter.Emit(code, layer.Product, embedded.TryGetValue(layer.Product.Weight.Number, out PayloadPart[]? parts) ? parts : null);
        }

        foreach (ConstantLayer layer in plan.Layers.OfType<ConstantLayer>())
        {
            WeightsEmitter.Emit(code, layer);
        }

        CloseClass(code, modelClass);
        return code.ToString();
    }

    /// <summary>What a model's file begins with: its parameters, and each layer in a line.</summary>
    public static IEnumerable<string> Overview(ModelClass modelClass, ModelPlan plan)
    {
        yield return $"{modelClass.Name}: the network of {plan.Name} as C#.";
        yield return $"{NumberText.Grouped(plan.ParameterCount)} parameters, {NumberText.Grouped(plan.StoredParameterCount)} of them stored, "
            + $"in an artifact of {NumberText.Grouped(plan.Source.FileBytes)} bytes.";
        yield return string.Empty;
        int width = plan.Layers.Select(layer => layer.Name.Length).Append(0).Max();
        foreach (Layer layer in plan.Layers)
        {
            yield return $"  {layer.Name.PadRight(width)}  {LayerText.Summary(layer)}";
        }
    }

    private static IEnumerable<string> NetworkHeader(ModelClass modelClass, ModelPlan plan)
    {
        foreach (string line in Overview(modelClass, plan))
        {
            yield return line;
        }

        yield return string.Empty;
        yield return "Run calls the layers in order. A layer's method picks the first of its kernels that the processor has instructions for; the";
        yield return "compiler settles that, so only one remains. Every shape, stride and place in the workspace is a literal.";
        string unpacked = plan.Source.Memory == WeightMemory.Streaming ? "decoded in every inference" : "unpacked once, by Load or when first used";
        string inPlace = plan.Source.Memory.IsReadOnly() ? ", but for those that are laid out for kernels, which are read where they are" : string.Empty;
        yield return $"The packed weights are in {modelClass.HintName}.Weights.g.cs; they are {unpacked}{inPlace}.";
    }

    public static void EmitHeader(CodeWriter code, IEnumerable<string> lines, IEnumerable<string> namespaces)
    {
        code.Write("// <auto-generated>");
        foreach (string line in lines)
        {
            code.Write($"// {CodeWriter.Escape(line)}".TrimEnd());
        }

        code.Write("// </auto-generated>");
        code.Write("#nullable enable");
        code.Blank();
        foreach (string name in namespaces)
        {
            code.Write($"using global::{name};");
        }

        // A namespace alias with '::' finds the runtime's types whatever types of the same name the project has.
        code.Write("using Runtime = global::DeepCompression.Aot.Runtime;");
        code.Blank();
    }

    public static void OpenContainers(CodeWriter code, ModelClass modelClass)
    {
        if (modelClass.Namespace.Length > 0)
        {
            code.Open($"namespace {modelClass.Namespace}");
        }

        foreach (string container in modelClass.Containers)
        {
            code.Open(container);
        }
    }

    public static void CloseClass(CodeWriter code, ModelClass modelClass)
    {
        int open = 1 + modelClass.Containers.Length + (modelClass.Namespace.Length > 0 ? 1 : 0);
        for (; open > 0; open--)
        {
            code.Close();
        }
    }
}
