using DeepCompression.Aot.Generator.Model;
using DeepCompression.Aot.Generator.Passes;

namespace DeepCompression.Aot.Generator.Emit;

/// <summary>Prints the methods that run a network of integers, which has one input and one output.</summary>
internal static class ByteRunEmitter
{
    private const string ExponentDocumentation =
        "/// <returns>The exponent of the output: an element stands for itself · 2^−exponent.</returns>";

    public static void Emit(CodeWriter code, ModelPlan plan)
    {
        string input = Identifiers.Camel(plan.InputNames[0]);
        string output = Identifiers.Camel(plan.OutputNames[0]);
        code.Document("The exponent of the input: an element stands for itself · 2^−exponent.");
        code.Write($"public const int InputExponent = {plan.InputExponent};");
        code.Blank();
        EmitDocumentation(code, plan, "Runs the network once.");
        code.Write("/// <exception cref=\"ArgumentException\">A span has the wrong length.</exception>");
        code.Open($"public static int Run(ReadOnlySpan<sbyte> {input}, Span<int> {output}, Span<int> workspace)");
        code.Write($$"""
            Runtime::RunArguments.RequireLength<sbyte>({{input}}, {{plan.InputNames[0]}}Length, nameof({{input}}));
            Runtime::RunArguments.RequireLength<int>({{output}}, {{plan.OutputNames[0]}}Length, nameof({{output}}));
            Runtime::RunArguments.RequireLength<int>(workspace, WorkspaceLength, nameof(workspace));

            fixed (sbyte* p0 = {{input}})
            fixed (int* p1 = {{output}}, p2 = workspace)
            {
                return Run(p0, p1, p2);
            }
            """);
        code.Close();
        code.Blank();
        EmitDocumentation(code, plan, "Runs the network once, over memory that the caller knows to be large enough: nothing is checked.");
        code.Open($"public static int Run(sbyte* {input}, int* {output}, int* workspace)");
        EmitCalls(code, plan);
        code.Close();
        code.Blank();
        code.Document($"What C calls as {CNames.Function(plan)}.");
        code.Write($"[UnmanagedCallersOnly(EntryPoint = \"{CNames.Function(plan)}\")]");
        code.Write($"private static int RunFromC(sbyte* {input}, int* {output}, void* workspace) =>");
        code.Write($"    Run({input}, {output}, (int*)workspace);");
    }

    private static void EmitDocumentation(CodeWriter code, ModelPlan plan, string summary)
    {
        code.Document(summary);
        RunEmitter.EmitParameter(code, Identifiers.Camel(plan.InputNames[0]), $"{ShapeText.Input(plan, 0).TrimEnd('.')}, times 2^{plan.InputExponent} and rounded.");
        RunEmitter.EmitParameter(code, Identifiers.Camel(plan.OutputNames[0]), ShapeText.Output(plan, 0));
        RunEmitter.EmitParameter(code, "workspace", "<see cref=\"WorkspaceLength\"/> integers of scratch memory, apart from input and output.");
        code.Write(ExponentDocumentation);
    }

    private static void EmitCalls(CodeWriter code, ModelPlan plan)
    {
        foreach (Layer layer in plan.Layers.Where(layer => plan.Places[layer.Output].Storage == Storage.Workspace))
        {
            code.Write($"int* {RunEmitter.Local(plan, layer.Output)} = workspace + {plan.Places[layer.Output].Position};");
        }

        code.Blank();
        foreach (Layer layer in plan.Layers)
        {
            EmitCall(code, plan, layer);
        }
    }

    private static void EmitCall(CodeWriter code, ModelPlan plan, Layer layer)
    {
        string input = RunEmitter.Local(plan, layer.Inputs[0]);
        bool isFirst = layer.Inputs[0] < plan.InputCount;
        string exponent = isFirst ? "InputExponent" : input + "Exponent";
        string bytes = isFirst ? input : $"(sbyte*){input}";
        string output = RunEmitter.Local(plan, layer.Output);
        if (layer is not WeightLayer weights)
        {
            code.Write($"{layer.Name}({bytes}, (sbyte*){output});");
            code.Write($"int {output}Exponent = {exponent};");
            return;
        }

        string begin = plan.Places[layer.Output].Storage == Storage.Output ? "return" : $"int {output}Exponent =";
        code.Write($"{begin} {layer.Name}({bytes}, {exponent}, {output}, workspace + {weights.ScratchPosition});");
    }
}
