using DeepCompression.Aot.Format;
using DeepCompression.Aot.Generator.Model;

namespace DeepCompression.Aot.Generator.Emit;

/// <summary>Prints what describes the model: lengths, shapes, labels, sizes, layers, provenance.</summary>
internal static class CardEmitter
{
    public static void EmitShapes(CodeWriter code, ModelPlan plan)
    {
        Graph graph = plan.Source.Artifact.Graph;
        for (int i = 0; i < plan.InputNames.Length; i++)
        {
            EmitShape(code, plan.InputNames[i], InputText(plan, i), graph.Inputs[i]);
        }

        for (int i = 0; i < plan.OutputNames.Length; i++)
        {
            EmitShape(code, plan.OutputNames[i], $"Output {i + 1}: {OutputShape(plan, i)} numbers.", OutputShape(plan, i));
        }

        code.Document("The floats of scratch memory that an inference needs.");
        code.Write($"public const int WorkspaceLength = {plan.WorkspaceLength};");
    }

    public static void EmitDescription(CodeWriter code, ModelPlan plan)
    {
        Artifact artifact = plan.Source.Artifact;
        code.Write($$"""
            /// <summary>The artifact the network was generated from.</summary>
            public const string ArtifactName = {{Literals.Text(plan.Name)}};

            /// <summary>The artifact's length in bytes.</summary>
            public const int ArtifactBytes = {{plan.Source.FileBytes}};

            /// <summary>The parameters of the dense network.</summary>
            public const long ParameterCount = {{plan.ParameterCount}};

            /// <summary>The parameters that are stored: weights that survived pruning, and biases.</summary>
            public const long StoredParameterCount = {{plan.StoredParameterCount}};

            /// <summary>What the elements of the first output stand for, in order; empty if the artifact does not say.</summary>
            public static ReadOnlySpan<string> Labels => LabelTexts;
            """);
        code.Blank();
        code.Document("Each layer in order, with the kernel that this processor runs it with; a new list on every call.");
        code.Write("public static IReadOnlyList<global::DeepCompression.Aot.LayerSummary> Layers =>");
        code.Write("[");
        foreach (Layer layer in plan.Layers)
        {
            code.Write($"    {LayerSummary(layer)},");
        }

        code.Write("];");
        code.Blank();
        code.Document("How the artifact came to be, such as data, recipe and seed; a new list on every call.");
        EmitTexts(code, "public static IReadOnlyList<KeyValuePair<string, string>> Provenance =>", artifact.Provenance.Select(entry => $"new({Literals.Text(entry.Key)}, {Literals.Text(entry.Value)})"));
        code.Blank();
        EmitTexts(code, "private static readonly string[] LabelTexts =", (artifact.InputContract?.Labels ?? EquatableArray<string>.Empty).Select(Literals.Text));
    }

    /// <summary>An input in words: its shape, and what raw data becomes before it is given.</summary>
    public static string InputText(ModelPlan plan, int input)
    {
        string text = $"Input {input + 1}: {plan.Source.Artifact.Graph.Inputs[input]} numbers";
        if (plan.Source.Artifact.InputContract?.Inputs[input] is not InputNormalisation contract)
        {
            return text + ".";
        }

        string order = contract.Layout switch
        {
            InputLayout.ChannelsFirst => ", channels first",
            InputLayout.ChannelsLast => ", channels last",
            _ => string.Empty,
        };
        IEnumerable<string> channels = contract.Scales.Select((scale, i) => $"raw · {Literals.Float(scale)} + {Literals.Float(contract.Offsets[i])}");
        return $"{text}{order}, each {string.Join(" or, by channel, ", channels)}.";
    }

    public static TensorShape OutputShape(ModelPlan plan, int output) =>
        plan.Source.Artifact.ValueShapes[plan.Source.Artifact.Graph.Outputs[output]];

    private static void EmitShape(CodeWriter code, string name, string text, TensorShape shape)
    {
        code.Document(text);
        code.Write($"public const int {name}Length = {shape.ElementCount};");
        code.Blank();
        code.Document($"The dimensions of {name.ToLowerInvariant()}, outermost first.");
        code.Write($"public static ReadOnlySpan<int> {name}Shape => [{string.Join(", ", shape.Dimensions)}];");
        code.Blank();
    }

    private static void EmitTexts(CodeWriter code, string header, IEnumerable<string> items)
    {
        string[] lines = [.. items];
        if (lines.Length == 0)
        {
            code.Write($"{header} [];");
            return;
        }

        code.Write(header);
        code.Write("[");
        foreach (string line in lines)
        {
            code.Write($"    {line},");
        }

        code.Write("];");
    }

    private static string LayerSummary(Layer layer)
    {
        WeightLayer? weights = layer as WeightLayer;
        long count = weights?.Weight.Tensor.Shape.ElementCount ?? 0;
        return $"new({Literals.Text(layer.Name)}, {Literals.Text(LayerText.Summary(layer))}, {count}, {weights?.Weight.Tensor.Nnz ?? 0}, {KernelText(weights)})";
    }

    private static string KernelText(WeightLayer? layer)
    {
        if (layer is null)
        {
            return "\"library\"";
        }

        string text = Literals.Text(layer.Kernels[layer.Kernels.Length - 1].Title);
        foreach (Kernel kernel in layer.Kernels.Reverse().Skip(1))
        {
            text = $"{VectorCode.Guard(kernel.InstructionSet)} ? {Literals.Text(kernel.Title)} : {text}";
        }

        return text;
    }
}
