using DeepCompression.Aot.Generator.Model;
using DeepCompression.Aot.Generator.Passes;

namespace DeepCompression.Aot.Generator.Emit;

/// <summary>Prints the methods that load and run the network.</summary>
internal static class RunEmitter
{
    public static void EmitLoad(CodeWriter code, ModelPlan plan)
    {
        code.Document("Unpacks the weights now, so that the first inference is as quick as all others. Calling it is optional, and free after the first time.");
        code.Open("public static void Load()");
        foreach (WeightLayer layer in plan.Layers.OfType<WeightLayer>())
        {
            EmitLoad(code, layer);
        }

        code.Close();
    }

    public static void EmitRun(CodeWriter code, ModelPlan plan)
    {
        if (plan.FitsStack)
        {
            EmitDocumentation(code, plan, withWorkspace: false);
            code.Open($"public static void Run({Parameters(plan)})");
            code.Write(plan.WorkspaceLength == 0 ? $"Run({Arguments(plan)}, default);" : $"Run({Arguments(plan)}, stackalloc float[WorkspaceLength]);");
            code.Close();
            code.Blank();
        }

        EmitDocumentation(code, plan, withWorkspace: true);
        code.Open($"public static void Run({Parameters(plan)}, Span<float> workspace)");
        EmitChecks(code, plan);
        code.Blank();
        EmitValues(code, plan);
        foreach (Layer layer in plan.Layers)
        {
            IEnumerable<string> arguments = layer.Inputs.Append(layer.Output).Select(value => Local(plan, value));
            code.Write($"{layer.Name}({string.Join(", ", arguments)});");
        }

        code.Close();
    }

    /// <summary>Touches the form of the weights that the layer's method will use.</summary>
    private static void EmitLoad(CodeWriter code, WeightLayer layer)
    {
        if (layer.Kernels.Select(kernel => kernel.Layout).Distinct().Count() == 1)
        {
            EmitTouch(code, layer, layer.Kernels[0]);
            return;
        }

        for (int i = 0; i < layer.Kernels.Length; i++)
        {
            code.Open(LayerEmitter.Condition(layer, i));
            EmitTouch(code, layer, layer.Kernels[i]);
            code.Close();
        }
    }

    private static void EmitTouch(CodeWriter code, WeightLayer layer, Kernel kernel)
    {
        if (kernel.Layout is WeightLayout layout)
        {
            code.Write($"GC.KeepAlive({layer.Name}{layout.Suffix}.Weights);");
        }
    }

    private static void EmitDocumentation(CodeWriter code, ModelPlan plan, bool withWorkspace)
    {
        code.Document("Runs the network once. Allocates nothing once the weights are unpacked; any number of threads may call it at once.");
        for (int i = 0; i < plan.InputNames.Length; i++)
        {
            code.Write($"/// <param name=\"{Identifiers.Camel(plan.InputNames[i]).TrimStart('@')}\">{CardEmitter.InputText(plan, i)}</param>");
        }

        for (int i = 0; i < plan.OutputNames.Length; i++)
        {
            code.Write($"/// <param name=\"{Identifiers.Camel(plan.OutputNames[i]).TrimStart('@')}\">Receives {CardEmitter.OutputShape(plan, i)} numbers; apart from the inputs' memory.</param>");
        }

        if (withWorkspace)
        {
            code.Write("/// <param name=\"workspace\">At least <see cref=\"WorkspaceLength\"/> floats of scratch memory, whatever they hold; apart from all other memory.</param>");
        }

        code.Write("/// <exception cref=\"ArgumentException\">A span has the wrong length, or overlaps one that is written.</exception>");
    }

    private static string Parameters(ModelPlan plan) => string.Join(", ",
        plan.InputNames.Select(name => $"ReadOnlySpan<float> {Identifiers.Camel(name)}")
            .Concat(plan.OutputNames.Select(name => $"Span<float> {Identifiers.Camel(name)}")));

    private static string Arguments(ModelPlan plan) => string.Join(", ", plan.InputNames.Concat(plan.OutputNames).Select(Identifiers.Camel));

    private static void EmitChecks(CodeWriter code, ModelPlan plan)
    {
        foreach (string name in plan.InputNames.Concat(plan.OutputNames))
        {
            string span = Identifiers.Camel(name);
            code.Open($"if ({span}.Length != {name}Length)");
            code.Write($"Runtime::ThrowHelper.WrongLength(nameof({span}), {name}Length, {span}.Length);");
            code.Close();
        }

        code.Open("if (workspace.Length < WorkspaceLength)");
        code.Write("Runtime::ThrowHelper.TooShort(nameof(workspace), WorkspaceLength, workspace.Length);");
        code.Close();
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

    private static string Local(ModelPlan plan, int value)
    {
        Place place = plan.Places[value];
        return Identifiers.Camel(place.Storage switch
        {
            Storage.Input => plan.InputNames[place.Position],
            Storage.Output => plan.OutputNames[place.Position],
            _ => plan.Layers.First(layer => layer.Output == value).Name,
        });
    }
}
