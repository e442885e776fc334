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
            string start = $"workspace + {plan.Places[layer.Output].Position}";
            string local = RunEmitter.Local(plan, layer.Output);
            code.Write(layer.OutputForm == OutputForm.Bytes ? $"sbyte* {local} = (sbyte*)({start});" : $"int* {local} = {start};");
        }

        code.Blank();
        foreach (Layer layer in plan.Layers)
        {
            EmitCall(code, plan, layer);
        }
    }

    private static void EmitCall(CodeWriter code, ModelPlan plan, Layer layer)
    {
        IEnumerable<string> arguments = layer.Inputs
            .SelectMany(value => new[] { Input(plan, value), Exponent(plan, value) })
            .Append(RunEmitter.Local(plan, layer.Output));
        if (layer.ScratchLength > 0)
        {
            arguments = arguments.Append($"workspace + {layer.ScratchPosition}");
        }

        string begin = plan.Places[layer.Output].Storage == Storage.Output ? "return" : $"int {Exponent(plan, layer.Output)} =";
        code.Write($"{begin} {layer.Name}({string.Join(", ", arguments)});");
    }

    private static string Exponent(ModelPlan plan, int value) => value < plan.InputCount ? "InputExponent" : RunEmitter.Local(plan, value) + "Exponent";

    /// <summary>A value as the layers that read it take it: sums that have become bytes lie where the sums were.</summary>
    private static string Input(ModelPlan plan, int value) =>
        plan.Layers.FirstOrDefault(layer => layer.Output == value) is { OutputForm: OutputForm.Narrowed }
            ? $"(sbyte*){RunEmitter.Local(plan, value)}"
            : RunEmitter.Local(plan, value);
}
