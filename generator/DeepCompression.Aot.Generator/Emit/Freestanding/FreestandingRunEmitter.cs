using DeepCompression.Aot.Generator.Model;
using DeepCompression.Aot.Generator.Passes;

namespace DeepCompression.Aot.Generator.Emit;

/// <summary>Prints the form of <c>Run</c> that takes pointers, and the function by which C calls it.</summary>
internal static class FreestandingRunEmitter
{
    public static void Emit(CodeWriter code, ModelPlan plan)
    {
        code.Document("Runs the network once, over memory that the caller knows to be large enough: nothing is checked.");
        for (int i = 0; i < plan.InputNames.Length; i++)
        {
            RunEmitter.EmitParameter(code, Identifiers.Camel(plan.InputNames[i]), ShapeText.Input(plan, i));
        }

        for (int i = 0; i < plan.OutputNames.Length; i++)
        {
            RunEmitter.EmitParameter(code, Identifiers.Camel(plan.OutputNames[i]), ShapeText.Output(plan, i));
        }

        RunEmitter.EmitParameter(code, "workspace", "<see cref=\"WorkspaceLength\"/> floats of scratch memory, apart from inputs and outputs.");
        code.Open($"public static void Run({Parameters(plan, "float*")})");
        EmitCalls(code, plan);
        code.Close();
        code.Blank();
        code.Document($"What C calls as {CNames.Function(plan)}.");
        code.Write($"[UnmanagedCallersOnly(EntryPoint = \"{CNames.Function(plan)}\")]");
        code.Write($"private static void RunFromC({Parameters(plan, "void*")}) =>");
        code.Write($"    Run({Arguments(plan)});");
    }

    /// <summary>The end of the form that takes spans: it calls the one that takes pointers.</summary>
    public static void EmitPinned(CodeWriter code, ModelPlan plan)
    {
        string[] spans = [.. Names(plan), "workspace"];
        code.Open($"fixed (float* {string.Join(", ", spans.Select((span, i) => $"p{i} = {span}"))})");
        code.Write($"Run({string.Join(", ", spans.Select((_, i) => $"p{i}"))});");
        code.Close();
        code.Close();
    }

    private static void EmitCalls(CodeWriter code, ModelPlan plan)
    {
        Layer[] writers = [.. plan.Layers.Where(layer => plan.Places[layer.Output].Storage == Storage.Workspace)];
        foreach (Layer layer in writers)
        {
            code.Write($"float* {RunEmitter.Local(plan, layer.Output)} = workspace + {plan.Places[layer.Output].Position};");
        }

        if (writers.Length > 0)
        {
            code.Blank();
        }

        foreach (Layer layer in plan.Layers)
        {
            IEnumerable<string> arguments = layer.Inputs.Append(layer.Output).Select(value => RunEmitter.Local(plan, value));
            if (layer.ScratchLength > 0)
            {
                arguments = arguments.Append($"workspace + {layer.ScratchPosition}");
            }

            code.Write($"{layer.Name}({string.Join(", ", arguments)});");
        }
    }

    private static IEnumerable<string> Names(ModelPlan plan) => plan.InputNames.Concat(plan.OutputNames).Select(Identifiers.Camel);

    private static string Parameters(ModelPlan plan, string workspaceType) =>
        string.Join(", ", Names(plan).Select(name => $"float* {name}").Append($"{workspaceType} workspace"));

    private static string Arguments(ModelPlan plan) => string.Join(", ", Names(plan).Append("(float*)workspace"));
}
