using DeepCompression.Aot.Format;
using DeepCompression.Aot.Generator.Model;

namespace DeepCompression.Aot.Generator.Emit;

/// <summary>Prints what describes the model: lengths, shapes, labels, sizes, layers, provenance.</summary>
internal static class CardEmitter
{
    public static void EmitShapes(CodeWriter code, ModelPlan plan)
    {
        for (int i = 0; i < plan.InputNames.Length; i++)
        {
            EmitShape(code, plan.InputNames[i], ShapeText.Input(plan, i), ShapeText.InputShape(plan, i));
        }

        for (int i = 0; i < plan.OutputNames.Length; i++)
        {
            EmitShape(code, plan.OutputNames[i], ShapeText.Output(plan, i), ShapeText.OutputShape(plan, i));
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
            public static ReadOnlySpan<string> Labels => {{(plan.Source.Platform == TargetPlatform.Freestanding ? "Texts.Labels" : "LabelTexts")}};

            /// <summary>Each layer in order, with the kernel that this processor runs it with; a new list on every call.</summary>
            """);
        EmitList(code, "public static IReadOnlyList<global::DeepCompression.Aot.LayerSummary> Layers =>", plan.Layers.Select(Summary));
        code.Blank();
        code.Document("How the artifact came to be, such as data, recipe and seed; a new list on every call.");
        EmitList(
            code,
            "public static IReadOnlyList<KeyValuePair<string, string>> Provenance =>",
            artifact.Provenance.Select(entry => $"new({Literals.Text(entry.Key)}, {Literals.Text(entry.Value)})"));
        code.Blank();
        IEnumerable<string> labels = artifact.InputContract?.Labels ?? EquatableArray<string>.Empty;
        if (plan.Source.Platform == TargetPlatform.Freestanding)
        {
            // A class of their own: a network without a runtime never comes to its static constructor.
            code.Open("private static class Texts");
            EmitList(code, "internal static readonly string[] Labels =", labels.Select(Literals.Text));
            code.Close();
            return;
        }

        EmitList(code, "private static readonly string[] LabelTexts =", labels.Select(Literals.Text));
    }

    private static void EmitShape(CodeWriter code, string name, string text, TensorShape shape)
    {
        code.Document(text);
        code.Write($"public const int {name}Length = {shape.ElementCount};");
        code.Blank();
        code.Document("Its dimensions, outermost first.");
        code.Write($"public static ReadOnlySpan<int> {name}Shape => [{string.Join(", ", shape.Dimensions)}];");
        code.Blank();
    }

    private static void EmitList(CodeWriter code, string header, IEnumerable<string> items)
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
            code.WriteIndented($"{line},");
        }

        code.Write("];");
    }

    private static string Summary(Layer layer)
    {
        Tensor? weight = (layer as WeightLayer)?.Weight.Tensor;
        return $"new({Literals.Text(layer.Name)}, {Literals.Text(LayerText.Summary(layer))}, {weight?.Shape.ElementCount ?? 0}, {weight?.Nnz ?? 0},{KernelText(layer)})";
    }

    /// <summary>An expression for the title of the kernel that the layer's method picks.</summary>
    private static string KernelText(Layer layer)
    {
        if (layer is not WeightLayer weights)
        {
            return " \"runtime library\"";
        }

        IEnumerable<string> choices = weights.Kernels.Select(kernel => kernel.InstructionSet == InstructionSet.Scalar
            ? Literals.Text(kernel.Title)
            : $"{KernelChoice.Guard(kernel.InstructionSet)} ? {Literals.Text(kernel.Title)}");
        return "\n    " + string.Join("\n    : ", choices);
    }
}
