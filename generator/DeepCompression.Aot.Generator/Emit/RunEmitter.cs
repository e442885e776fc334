using DeepCompression.Aot.Generator.Model;
using DeepCompression.Aot.Generator.Passes;

namespace DeepCompression.Aot.Generator.Emit;

/// <summary>Prints the methods that run the network.</summary>
internal static class RunEmitter
{
    public static void Emit(CodeWriter code, ModelPlan plan)
    {
        if (plan.FitsStack)
        {
            EmitDocumentation(code, plan, withWorkspace: false);
            string workspace = plan.WorkspaceLength == 0 ? "default" : "stackalloc float[WorkspaceLength]";
            code.Write($"public static void Run({Parameters(plan)}) =>");
            code.Write($"    Run({Arguments(plan)}, {workspace});");
            code.Blank();
        }

        EmitDocumentation(code, plan, withWorkspace: true);
        code.Open($"public static void Run({Parameters(plan)}, Span<float> workspace)");
        EmitChecks(code, plan);
        if (plan.Source.Platform == TargetPlatform.Freestanding)
        {
            FreestandingRunEmitter.EmitPinned(code, plan);
            return;
        }

        EmitValues(code, plan);
        foreach (Layer layer in plan.Layers.Where(layer => layer is not ConstantLayer))
        {
            IEnumerable<string> arguments = layer.Inputs.Append(layer.Output).Select(value => Local(plan, value));
            if (layer is { ScratchLength: > 0 and int length, ScratchPosition: int position })
            {
                arguments = arguments.Append($"workspace.Slice({position}, {length})");
            }

            code.Write(layer is ConcatLayer { IsInPlace: true }
                ? $"// {Local(plan, layer.Output)} is complete: its parts were computed where it has them."
                : $"{layer.Name}({string.Join(", ", arguments)});");
        }

        code.Close();
    }

    /// <summary>The comment of a <c>Run</c> over floats.</summary>
    private static void EmitDocumentation(CodeWriter code, ModelPlan plan, bool withWorkspace)
    {
        code.Document("Runs the network once. Allocates nothing once the weights are unpacked; any number of threads may call it at once.");
        for (int i = 0; i < plan.InputNames.Length; i++)
        {
            EmitParameter(code, Identifiers.Camel(plan.InputNames[i]), ShapeText.Input(plan, i));
        }

        EmitOutputDocumentation(code, plan, withWorkspace);
    }

    /// <summary>The part of the comment that all forms of <c>Run</c> share.</summary>
    public static void EmitOutputDocumentation(CodeWriter code, ModelPlan plan, bool withWorkspace)
    {
        for (int i = 0; i < plan.OutputNames.Length; i++)
        {
            EmitParameter(code, Identifiers.Camel(plan.OutputNames[i]), ShapeText.Output(plan, i));
        }

        if (withWorkspace)
        {
            EmitParameter(code, "workspace", "Scratch memory, whatever it holds: at least <see cref=\"WorkspaceLength\"/> floats.");
        }

        code.Write("/// <exception cref=\"ArgumentException\">A span has the wrong length, or shares memory with one that is written.</exception>");
    }

    public static void EmitParameter(CodeWriter code, string name, string text) =>
        code.Write($"/// <param name=\"{name.TrimStart('@')}\">{text}</param>");

    private static string Parameters(ModelPlan plan) => string.Join(
        ", ",
        plan.InputNames.Select(name => $"ReadOnlySpan<float> {Identifiers.Camel(name)}").Append(OutputParameters(plan)));

    public static string OutputParameters(ModelPlan plan) =>
        string.Join(", ", plan.OutputNames.Select(name => $"Span<float> {Identifiers.Camel(name)}"));

    private static string Arguments(ModelPlan plan) => string.Join(", ", plan.InputNames.Concat(plan.OutputNames).Select(Identifiers.Camel));

    private static void EmitChecks(CodeWriter code, ModelPlan plan)
    {
        string[] inputs = [.. plan.InputNames.Select(Identifiers.Camel)];
        string[] outputs = [.. plan.OutputNames.Select(Identifiers.Camel)];
        foreach (string name in plan.InputNames.Concat(plan.OutputNames))
        {
            string span = Identifiers.Camel(name);
            code.Write($"Runtime::RunArguments.RequireLength<float>({span}, {name}Length, nameof({span}));");
        }

        bool usesWorkspace = plan.WorkspaceLength > 0;
        if (usesWorkspace)
        {
            code.Write("workspace = Runtime::RunArguments.Workspace(workspace, WorkspaceLength);");
        }

        string[] apart = [.. inputs];
        foreach (string written in usesWorkspace ? [.. outputs, "workspace"] : outputs)
        {
            foreach (string other in apart)
            {
                code.Write($"Runtime::RunArguments.RequireApart({written}, {other}, nameof({written}), nameof({other}));");
            }

            apart = [.. apart, written];
        }

        code.Blank();
    }

    /// <summary>Names the parts of the workspace after the layers that write them.</summary>
    private static void EmitValues(CodeWriter code, ModelPlan plan)
    {
        Layer[] writers = [.. plan.Layers.Where(layer => plan.Places[layer.Output].Storage == Storage.Workspace)];
        foreach (Layer layer in writers)
        {
            code.Write($"Span<float> {Local(plan, layer.Output)} = workspace.Slice({plan.Places[layer.Output].Position}, {plan.Length(layer.Output)});");
        }

        if (writers.Length > 0)
        {
            code.Blank();
        }
    }

    public static string Local(ModelPlan plan, int value)
    {
        Place place = plan.Places[value];
        return place.Storage switch
        {
            Storage.Input => Identifiers.Camel(plan.InputNames[place.Position]),
            Storage.Output => Identifiers.Camel(plan.OutputNames[place.Position]),
            Storage.Constant => Writer(value).Name,
            _ => Identifiers.Camel(Writer(value).Name),
        };

        Layer Writer(int written) => plan.Layers.First(layer => layer.Output == written);
    }
}
